export async function benchSearchServer(_records: number): Promise<void> {}
