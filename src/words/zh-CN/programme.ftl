# Programmes and their rules: what is typed, and what is told

# What stands for a value in usage lines
value-gives = 款物
value-funds = 基金,…
value-category = 类别
value-area = 地区
value-once = 期间
value-times = 次数
value-per-household = 期间
value-papers = 份数
value-steps = 步骤,…
value-template = 模板

# Commands
help-programme-rules = 自某日起设定项目办法；未写明的各项不变，此前按原办法作出的决定不变
help-programme-show = 查看项目的历次办法，以及本年度预算的使用情况
help-programme-templates = 列出项目模板

# Options and arguments
help-programme-rules-code = 项目代码
help-programme-rules-from = 生效日，须晚于以前各次；未写明时为业务日期
help-programme-rules-attach = 单位的办法文件，记录其哈希，可多次给出
help-programme-add-from = 办法的生效日；未写明时为业务日期
help-programme-show-code = 项目代码
help-any-template = 以模板为基础，再按其他选项修改；见 jinguo programme templates
help-any-gives = 发放现金、物资，或均可
help-any-funds = 可用的基金，如 LA,GA；held 为代收款物，any 为不限（须同用途）
help-any-category = 面向的困难类别，可多次给出；any 为不限
help-any-area = 面向的地区，写地区名称的开头，可多次给出；any 为不限
help-programme-add-amount = 每次的固定金额（元）；0 为不限
help-programme-rules-amount = 每次的固定金额（元）；0 为不限
help-any-least = 每次最低（元）；0 为不限
help-any-most = 每次最高（元）；0 为不限
help-any-most-pieces = 每次最多几件；0 为不限
help-any-once = 每人终身一次，或每人每年一次
help-any-cap = 每人终身累计最多（元）；0 为不限
help-any-yearly-cap = 每人每年累计最多（元）；0 为不限
help-any-times-lifetime = 每人终身最多几次；0 为不限
help-any-times-yearly = 每人每年最多几次；0 为不限
help-any-per-household = 每户只发一人：终身、每年或每批一次
help-any-year-budget = 年度预算（元）；0 为不限
help-any-round-budget = 每批预算（元）；0 为不限
help-any-papers = 至少附几份材料；0 为不要求
help-any-steps = 付款以外的步骤，如 apply,visit,review,approve,answer；none 为没有；公示另用 --notice
help-any-notice = 公示天数，至多 60；0 为不公示

# Values that are none
error-count-or-zero = { $typed } 不是从 0 起的整数，或者太大
error-template = 没有项目模板 { $typed }
error-too-many-of = { $option } 最多写 { $most } 个
error-no-rules-given = 没有写明要设定什么
hint-count-or-zero = 写整数，如 7；0 为不限或没有
hint-template = 项目模板见 jinguo programme templates
hint-rules-options = 用模板：jinguo programme rules { $code } --template 模板；或写明要改的选项，见 jinguo programme rules --help
notice-fund-shared = 这类项目的资金应单独设立基金，而基金 { $fund } 还用于项目 { $programmes }；已照记，请核对

# Reports
report-programme-rules = 项目 { $code } { $name }
report-programme-no-rules = 没有设定项目办法：只按用途和审批限额管理
report-programme-not-yet = 项目办法尚未生效
report-programme-now = 现行办法自 { $date } 起生效
report-programme-granted = { $year } 年已批 { $granted } 元；没有设定年度预算
report-programme-budget = { $year } 年预算 { $budget } 元，已批 { $granted } 元，还剩 { $left } 元
report-templates = 项目模板
report-templates-use = 模板只是起点，金额、预算、材料和公示天数请按本单位的办法设定：jinguo programme add 代码 名称 --fund 基金代码 --template 模板
term-template = 模板
rules-from = 生效日
rules-item = 事项
rules-value = 内容
rules-short-name = 简称
rules-gives = 发放
rules-funds = 资金
rules-categories = 类别
rules-areas = 地区
rules-amount = 每次金额
rules-most-pieces = 每次最多件数
rules-lifetime = 每人终身
rules-yearly = 每人每年
rules-household = 每户一人
rules-year-budget = 年度预算
rules-round-budget = 每批预算
rules-papers = 材料份数
rules-steps = 步骤
rules-bounds = 限制
rules-own-fund = 单独设立基金
rules-any-fund = 同用途的各基金，以及代收款物
rules-named = { $name } { $value }
rules-separator = ；
rules-then = { " → " }
gives-money = 现金
gives-goods = 物资
gives-either = 现金或物资
amount-fixed = { $amount } 元
amount-at-most = 不超过 { $most } 元
amount-at-least = 不低于 { $least } 元
amount-between = { $least } 至 { $most } 元
cap-times = { $times } 次
cap-amount = { $amount } 元
household-lifetime = 终身
household-year = 每年
household-round = 每批
step-approval = 另一人审批
step-notice-days = 公示 { $days } 天
step-payment = 发放
