/** Words of an invented county, for the records of the benchmarks. No organ and no enterprise in it is real. */

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** What trade names, villages and roads are made of: few of these stand side by side often. */
export const CHARACTERS: readonly string[] = [
  '安邦宝本碧滨冰博才昌长常超朝辰晨成诚承城澄池川春纯慈翠达大丹德登鼎定东栋度端敦恩发帆凡方芳飞丰枫峰锋凤福甫富岗高歌耕恭谷冠光广贵桂国海汉翰豪浩禾合和荷恒衡弘红宏虹鸿厚湖虎华淮欢环焕辉惠慧吉佳嘉坚建江姜捷金锦津晋京晶精景静九久居巨聚娟君俊凯康科可克坤昆朗乐雷磊黎里力立丽利莉联良梁林琳霖灵岭凌龙隆鲁鹿路露吕绿伦洛马满茂梅美萌蒙孟梦敏名明鸣铭墨牧南宁农诺鹏平萍普齐奇启千乾前强桥钦秦青清晴庆琼丘秋泉群然仁荣融柔如儒锐瑞润若三森沙山杉善尚少申深沈升生声胜盛诗石实世书舒树双霜水顺思斯松苏素泰涛腾天田甜铁庭通同桐铜彤旺望威微唯维伟卫文稳沃悟西希溪熙喜夏先贤显湘祥翔向晓孝欣新鑫信兴星秀旭轩雪雅岩炎彦雁阳杨洋耀业晔一宜怡义艺亿易益逸银英迎盈颖永勇优友有雨玉裕誉元园原源远月悦越云韵泽增展章哲珍真振正政之芝知志治智中忠洲珠竹卓子紫宗祖左柏蓓苍婵澈骋淳棣谛菲阜珩瑾珂岚澜霓沛璞琪荞芮珊晟菽棠恬薇翊莹煜筠臻峥芷',
].flatMap((text) => [...text])

export const TRADES = words(`
  食品 粮油 建材 农业科技 机械制造 餐饮管理 物流 化工 医药 建设工程 商贸 新能源 纺织 环保科技 家具 印务 装饰 园林绿化 市政工程 劳务
  运输 汽车修理 汽车销售 电子商务 信息技术 网络科技 文化传媒 广告 教育咨询 酒店管理 物业服务 房地产开发 房产经纪 门窗 铝业 钢构 水泥制品 石材
  矿业 砂石 塑料制品 橡胶 包装 制衣 鞋业 皮革 玩具 五金 电器 照明 电缆 电力 燃气 供水 污水处理 再生资源 危险品运输 冷链 水产 畜牧
  饲料 种业 茶业 果业 酒业 调味品 乳业 保健品 医疗器械 口腔门诊 眼镜 美容 养老服务 家政 旅游 影视 体育 乐器 珠宝 典当 检测 测绘`)
export const FORMS = words('有限公司 有限公司 有限公司 有限责任公司 股份有限公司 农民专业合作社 有限公司分公司 厂')
export const SHOPS = words(`
  超市 餐馆 五金店 水果店 理发店 大药房 便利店 农资门市部 早餐店 面馆 火锅店 烧烤店 茶楼 网吧 旅馆 汽修厂 洗车行 服装店 母婴店 手机店 文具店 粮油店
  肉铺 豆腐坊 蛋糕房 奶茶店 台球厅 诊所 宠物店 废品收购站`)

export type OrganWork = 'market' | 'site' | 'road' | 'health' | 'farm' | 'land' | 'soil' | 'street' | 'office' | 'fire'
export type Organ = { slug: string; name: string; short: string; work: OrganWork; weight: number }

const organ = (slug: string, name: string, short: string, work: OrganWork, weight: number): Organ => ({
  slug,
  name: `澜溪县${name}`,
  short: `澜${short}`,
  work,
  weight,
})

/** A few organs decide most: weights fall steeply. Those that the demo has, too, are the same organs there. */
export const ORGANS: readonly Organ[] = [
  organ('shichang-jianguan', '市场监督管理局', '市监', 'market', 340),
  organ('xingzheng-shenpi', '行政审批服务局', '审批', 'office', 220),
  organ('jiaotong-yunshu', '交通运输局', '交', 'road', 120),
  organ('weisheng-jiankang', '卫生健康委员会', '卫', 'health', 70),
  organ('zhufang-jianshe', '住房和城乡建设局', '建', 'site', 55),
  organ('chengshi-guanli', '城市管理局', '城管', 'street', 45),
  organ('nongye-nongcun', '农业农村局', '农', 'farm', 35),
  organ('ziran-ziyuan', '自然资源局', '自资', 'land', 28),
  organ('shengtai-huanjing', '生态环境局', '环', 'soil', 25),
  organ('yingji-guanli', '应急管理局', '应急', 'fire', 20),
  organ('shuili', '水利局', '水', 'soil', 12),
  organ('linye', '林业局', '林', 'land', 9),
  organ('wenlv', '文化和旅游局', '文旅', 'street', 8),
  organ('renshe', '人力资源和社会保障局', '人社', 'office', 7),
  organ('yaojian', '药品监督管理所', '药', 'health', 5),
  organ('tongji', '统计局', '统', 'office', 3),
  organ('qihe', '栖禾镇人民政府', '栖政', 'street', 4),
  organ('yunting', '云汀镇人民政府', '云政', 'street', 3),
  organ('songwu', '松坞乡人民政府', '松政', 'land', 2),
  organ('lutan', '鹭滩乡人民政府', '鹭政', 'farm', 2),
]

export const TOWNS = words('栖禾镇 云汀镇 松坞乡 鹭滩乡 澜城街道 溪口街道 青樟镇 白枫乡 石笕镇 荻浦镇 桐坪乡 雁塘桥镇')

export type Work = {
  acts: readonly string[]
  things: readonly string[]
  laws: readonly string[]
  certificates: readonly string[]
}

export const WORKS: Record<OrganWork, Work> = {
  market: {
    acts: words(`经营超过保质期的食品 销售标签不符合规定的预包装食品 未取得食品经营许可从事食品经营 未按规定明码标价 发布虚假广告 销售侵犯注册商标专用权的商品
      使用未经检定的计量器具 未履行进货查验义务 经营农药残留超标的蔬菜 使用未经检验的特种设备 无证生产加工糕点 虚构交易误导消费者 伪造产地冒用厂名 销售不合格电动自行车`),
    things: words(
      `预包装糕点 散装瓜子 冷冻鸡翅 食用植物油 腌制萝卜 婴幼儿奶粉 白酒 酱油 酸奶 火腿肠 方便面 鲜切果盘 电子秤 压力锅炉 客运电梯 电动自行车 儿童玩具 保健食品 化妆品 燃气灶具 安全帽 插座`,
    ),
    laws: words('食品安全法 产品质量法 广告法 计量法 价格法 商标法 特种设备安全法 电子商务法'),
    certificates: words('食品经营许可证 食品生产许可证 特种设备使用登记证 药品经营许可证 小作坊登记证'),
  },
  site: {
    acts: words(
      `未取得施工许可证擅自施工 转包工程 未按图纸施工 使用未经检验的混凝土 未设置安全警示标志 违法分包劳务 未办理质量监督手续 预售资金未入监管账户 围挡高度不足扬尘外溢`,
    ),
    things: words('商品混凝土 钢筋 脚手架 塔式起重机 深基坑 外墙保温板 防水卷材 施工升降机 预制楼板 临时用电线路'),
    laws: words('建筑法 建设工程质量管理条例 建设工程安全生产管理条例 城市房地产管理法 招标投标法'),
    certificates: words('建筑工程施工许可证 商品房预售许可证 建筑业企业资质证书 安全生产许可证'),
  },
  road: {
    acts: words(
      `未取得道路运输经营许可擅自从事货运 车辆超限运输 未按规定维护营运车辆 驾驶员无从业资格 擅自改装已取得道路运输证的车辆 出租汽车拒载 未使用卫星定位装置 泄漏遗撒污染路面`,
    ),
    things: words('重型半挂牵引车 自卸货车 危险货物罐车 小型面包车 网约车 渣土 水泥熟料 煤炭 原木 预应力管桩'),
    laws: words('道路运输条例 公路安全保护条例 公路法 道路货物运输及站场管理规定'),
    certificates: words('道路运输经营许可证 道路运输证 超限运输车辆通行证 巡游出租汽车经营许可'),
  },
  health: {
    acts: words(
      `未取得医疗机构执业许可证开展诊疗活动 使用未取得健康合格证明的人员 未按规定消毒餐饮具 医疗废物混放 超出登记的诊疗科目开展诊疗 未公示卫生信誉等级 游泳池水质不合格 未组织职业健康检查 处方书写不规范`,
    ),
    things: words('一次性注射器 茶具 毛巾 美容仪器 牙科手机 废弃药瓶 中药饮片 泳池水样 床单 射线装置'),
    laws: words('基本医疗卫生与健康促进法 传染病防治法 职业病防治法 公共场所卫生管理条例 医疗机构管理条例 药品管理法'),
    certificates: words('公共场所卫生许可证 医疗机构执业许可证 放射诊疗许可证 饮用水卫生许可证'),
  },
  farm: {
    acts: words(
      `销售未审定的玉米种子 经营假兽药 违法使用禁用农药 未建立养殖档案 无证驾驶联合收割机 屠宰未经检疫的生猪 在禁渔期捕捞 经营标签残缺的肥料`,
    ),
    things: words('杂交水稻种子 复合肥料 除草剂 生猪胴体 鱼苗 地膜 兽用疫苗 配合饲料 联合收割机 地笼网'),
    laws: words('种子法 农药管理条例 兽药管理条例 动物防疫法 渔业法 农产品质量安全法'),
    certificates: words('农作物种子生产经营许可证 动物防疫条件合格证 农药经营许可证 兽药经营许可证'),
  },
  land: {
    acts: words(
      `未经批准占用耕地建设厂房 越界开采砂石 滥伐林木 擅自改变林地用途 未按规划条件建设 毁坏古树名木 非法收购盗伐的木材 破坏测量标志`,
    ),
    things: words('基本农田 建筑石料 杉木 松树 灌木林地 围墙 彩钢棚 古樟树 山坡地 砂砾'),
    laws: words('土地管理法 矿产资源法 森林法 城乡规划法 测绘法'),
    certificates: words('建设用地规划许可证 林木采伐许可证 采矿许可证 乡村建设规划许可证'),
  },
  soil: {
    acts: words(
      `未办理环评手续擅自开工 污染防治设施不正常运行 未按规定贮存危险废物 超标排放废水 夜间施工噪声扰民 露天焚烧秸秆 未经批准取水 在河道内弃置渣土 自动监测数据弄虚作假`,
    ),
    things: words('电镀废液 印染废水 废矿物油 粉尘 恶臭气体 生活污水 废活性炭 养殖粪污 河滩砂石 地下水'),
    laws: words('环境保护法 水污染防治法 大气污染防治法 固体废物污染环境防治法 噪声污染防治法 水法'),
    certificates: words('排污许可证 取水许可证 河道采砂许可证 辐射安全许可证'),
  },
  street: {
    acts: words(
      `占道经营影响市容 未经批准设置户外广告 运输渣土未密闭 擅自挖掘城市道路 违法建设阳光房 餐饮油烟直排 损坏公共绿地 未经许可接纳未成年人上网 生活垃圾未分类投放`,
    ),
    things: words('烧烤摊 霓虹灯招牌 建筑垃圾 人行道板 违建棚屋 油烟管道 草坪 网络终端 垃圾桶 临街橱窗'),
    laws: words('城市市容和环境卫生管理条例 城市道路管理条例 城市绿化条例 互联网上网服务营业场所管理条例 旅游法'),
    certificates: words('户外广告设置许可证 城镇污水排入排水管网许可证 网络文化经营许可证 临时占用道路许可证'),
  },
  office: {
    acts: words(
      `未依法签订劳动合同 拖欠农民工工资 提供虚假统计资料 提交虚假材料取得登记 未按规定报送年度报告 擅自使用童工 无证开展职业中介活动`,
    ),
    things: words('工资支付台账 统计报表 登记材料 用工花名册 年度报告 考勤记录 社会保险缴费清单'),
    laws: words('公司法 市场主体登记管理条例 劳动合同法 保障农民工工资支付条例 统计法 行政许可法'),
    certificates: words('营业执照 人力资源服务许可证 劳务派遣经营许可证 民办学校办学许可证 食品经营许可证'),
  },
  fire: {
    acts: words(
      `未对从业人员进行安全培训 特种作业人员无证上岗 未建立隐患排查制度 违规储存烟花爆竹 有限空间作业未审批 安全出口锁闭 动火作业未落实监护 未编制应急预案`,
    ),
    things: words('烟花爆竹 液化石油气 氧气瓶 铝粉 反应釜 皮带输送机 应急照明灯 硫酸储罐 污水池 叉车'),
    laws: words('安全生产法 危险化学品安全管理条例 烟花爆竹安全管理条例 消防法 突发事件应对法'),
    certificates: words('危险化学品经营许可证 烟花爆竹零售许可证 安全生产许可证'),
  },
}

export const FOUND = words(`
  执法人员在日常巡查中发现 根据群众举报线索 接上级交办函 经双随机抽查 在专项整治行动中 在联合检查中 经抽样检验 根据智慧监管平台预警 在夜间突击检查时 收到消费者投诉后`)
export const PROOF = words(`
  现场检查笔录 询问笔录 检验报告 现场照片 监控录像 进销货台账 送货单据 微信聊天记录 转账凭证 营业执照复印件 车辆称重单 抽样记录 鉴定意见 责令改正通知书`)
export const CONDUCT = words(`
  当事人对上述事实供认不讳 当事人主动消除危害后果 当事人拒不配合调查取证 当事人系初次违法且危害后果轻微 当事人经责令改正逾期未改正 当事人积极退赔消费者损失 当事人隐匿销毁证据
  当事人在两年内因同一行为受过处罚 当事人受他人胁迫实施违法行为 当事人未提出陈述申辩 当事人要求听证后撤回申请 当事人如实说明进货来源`)
export const GRANTED = words(`
  申请材料齐全且符合法定形式 经现场核查符合条件 经专家评审通过 经公示无异议 符合国土空间规划 设施设备与申报一致 从业人员资格符合要求 已落实整改意见 承诺事项真实有效 同意变更经营场所
  同意增加经营项目 同意延续有效期 同意法定代表人变更 准予补发证件`)
