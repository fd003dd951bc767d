"""Words that say what the trouble is or whom it befalls, never where.

They stand in messages of every place, and so never make two messages one by themselves."""

from __future__ import annotations

# What goes wrong and what is wanted; what is about any house, road, school or firm. An office
# without history tells places from troubles by it.
FRAME_WORDS = frozenset(
    """
    噪音 噪声 扰民 油烟 污染 环境 异味 臭味 臭气 粉尘 扬尘 垃圾 污水 排放 排污 下水道 堵塞 渗水
    漏水 积水 停水 断水 供水 自来水 水质 停电 断电 供电 电费 水费 电压 燃气 天然气 煤气 暖气 供暖
    供热 热力 温度 施工 工地 夜间 深夜 凌晨 半夜 装修 工程 拆迁 征地 征收 安置 补偿 赔偿 棚改 改造
    旧城 老旧 提质 违建 违章 违法 违规 建筑 搭建 占道 经营 占用 乱停 停车 车位 车库 车辆 停车位
    停车场 交通 拥堵 堵车 红绿灯 路灯 斑马线 人行道 马路 道路 公路 路面 路口 破损 坑洼 修路 修建
    建设 规划 公交 公交车 线路 站点 地铁 高铁 铁路 高速 出行 绕行 隧道 通车 开通 运营 时间 物业
    物业费 业委会 业主 居民 村民 群众 市民 住户 员工 职工 工人 农民 农民工 学生 家长 老师 孩子
    小孩 小学 中学 幼儿园 学校 学院 大学 招生 入学 学位 上学 学区 补课 收费 乱收费 费用 退费 退款
    退还 押金 定金 首付 贷款 公积金 社保 医保 养老 养老金 保险 低保 残疾 残疾人 户口 落户 身份证
    户籍 补贴 人才 政策 申请 办理 办证 证件 产权 房产 房产证 不动产 土地 宅基地 拖欠 工资 欠薪
    合同 签订 劳动 仲裁 法院 判决 开发商 楼盘 房屋 房子 住房 购房 买房 卖房 商品房 公寓 商铺 门面
    店铺 市场 超市 商场 酒店 饭店 餐饮 餐馆 宾馆 网吧 销售 捆绑 虚假 宣传 欺诈 欺骗 诈骗 传销 非法
    集资 霸王 条款 强制 强行 强迫 涨价 价格 质量 安全 隐患 消防 电梯 故障 维修 维护 管理 混乱 绿化
    公园 广场 广场舞 健身 设施 配套 小区 社区 街道 村 镇 乡 县 区 市 省 路 街 栋 楼 号 期 单元
    交房 延期 逾期 收房 烂尾 停工 开工 复工 进度 何时 什么 时候 怎么 为何 为什么 是否 能否 可否
    有没有 多久 如何 请问 咨询 投诉 举报 反映 反应 建议 请求 求助 质疑 问题 情况 严重 影响 生活
    休息 危险 合理 不合理 不公 公示 公平 处理 解决 答复 回复 部门 政府 领导 书记 市长 有关 相关
    单位 公司 集团 企业 有限公司 有限 责任 机构 培训 医院 医生 病人 卫生 卫生院 诊所 派出所 警察
    公安 城管 交警 执法 执照 无证 资质 审批 备案 手续 附近 旁边 门口 对面 周边 楼下 楼上 地下 中间
    内部 一直 无人 没有 不能 不给 不让 要求 取消 增加 增设 设置 设立 安装 更换 拆除 整治 整改 清理
    取缔 监管 监督 查处 调查 彻查 希望 尽快 早日 关于 以及 存在 进行 长期 多次 经常 每天 目前 现在
    至今 已经 多年 半年 国家 城市 农村 全国 地方 百姓 老百姓 老人 业主们 购房者 消费者 用户 客户
    乘客 司机 出租车 网约车 的士 驾校 驾照 摩托车 电动车 渣土车 货车 鸣笛 喇叭 音响 养犬 养狗 狗
    猫 鸡 猪 养殖 养殖场 河道 水库 池塘 农田 水渠 树木 砍伐 山林 坟墓 殡葬 信号 基站 网络 宽带
    移动 联通 电信 快递 彩票 麻将 麻将馆 赌博 色情 吸毒 偷盗 小偷 打人 威胁 暴力 黑社会 涉黑
    保护伞 腐败 贪污 挪用 国际 中心 新城 项目 搅拌站 加油站 充电桩 变电站 高压 高压线 高压电 电线
    线杆 光纤 管道 管网 井盖 围墙 大门 楼梯 外墙 墙面 开裂 脱落 裂缝 沉降 屋顶 阳台 卫生间 厕所
    厨房 客厅 窗户 玻璃 面积 公摊 毛坯 精装 精装修 验收 预售 预售证 网签 契税 税收 税务 发票
    """.split()  # noqa: SIM905 - a list of words reads as lines
)

# Of these, those that stand at the end of names.
NAME_ENDS = frozenset(
    """
    新城 国际 中心 广场 公园 花园 公寓 大厦 学校 学院 大学 中学 小学 幼儿园
    医院 市场 超市 商场 酒店 集团
    """.split()  # noqa: SIM905
)

# Words that are no more than grammar, by the tagger's marks.
GRAMMAR_TAGS = frozenset(
    "x w p c u uj ul uz ud ug uv d df r rr rz y e o f m mq q t tg vshi vyou zg l i an ad".split()  # noqa: SIM905
)
# Marks of names: places, people, firms, other names.
NAME_TAGS = frozenset("ns nr nrt nrfg nt nz".split())  # noqa: SIM905
