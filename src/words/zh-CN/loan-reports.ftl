# Columns of reports on loans
term-loan = 贷款
term-loans = 笔数
term-product = 产品
term-borrower = 借款人
term-loan-what = 事项
term-loan-stage = 状态
term-tier = 五级分类
term-loan-amount = 金额或额度（元）
term-outstanding = 贷款余额（元）
term-arrears = 逾期金额（元）
term-days-overdue = 逾期天数
term-next-due = 下期到期日
term-loan-end = 到期日
term-loan-extended = 展期日
term-schedule = 计划
term-schedule-state = 状态
term-instalment = 期次
term-due = 应还日
term-principal = 本金（元）
term-interest = 利息（元）
term-instalment-total = 本息合计（元）
term-remaining = 剩余本金（元）
term-calculation = 算式
term-loan-part = 项目
term-falls-due = 将到期（元）
term-last-visit = 上次走访
term-visit-result = 走访情况
term-drawn = 放款（元）
term-fees-charged = 收费（元）
term-interest-due = 到期利息（元）
term-penalty-due = 到期罚息（元）
term-fees-paid = 还费用（元）
term-penalty-paid = 还罚息（元）
term-interest-paid = 还利息（元）
term-principal-paid = 还本金（元）
term-kept = 预收（元）
term-from-day = 起
term-to-day = 止
term-days = 天数
term-subsidised-rate = 贴息利率
term-subsidy = 贴息（元）
term-claimed = 已申报（元）
term-claimed-with = 申报分录
term-difference = 差额（元）
term-group = 分组
term-portfolio-figure = 指标
term-ratio = 比率
term-borrowed = 借款（元）
term-paid-back = 还款（元）

# Words for loans
loan-join = 、
loan-days-actual-360 = 按实际天数，一年 360 天
loan-days-actual-365 = 按实际天数，一年 365 天
loan-days-thirty-360 = 每月 30 天，一年 360 天
loan-rounding-half-even = 四舍六入五成双到分
loan-rounding-half-up = 四舍五入到分
loan-due-day = 每月 { $day } 日应还
loan-due-day-of-draw = 每月首次放款的对应日应还
loan-terms-rate = 年利率 { $rate }，{ $days }；利息{ $rounding }
loan-terms-penalty = 逾期本金的罚息：在利率之外加收利率的 { $percent }%
loan-terms-method = 还款方式：{ $method }，{ $due }
loan-terms-at-end = 还款方式：到期一次还本付息
loan-grace-principal = 前 { $count } 个月不还本金
loan-grace-interest = 前 { $count } 个月不付利息，照常计息
loan-grace-free = 前 { $count } 个月不计利息
loan-grace-ageing = 迟还不超过 { $count } 天的不算逾期
loan-terms-order = 还款先后：{ $parts }
loan-split-fees = 费用 { $amount }
loan-split-penalty = 罚息 { $amount }
loan-split-interest = 利息 { $amount }
loan-split-principal = 本金 { $amount }
loan-split-kept = 预收 { $amount }
loan-tier-pass = 正常
loan-tier-special-mention = 关注
loan-tier-substandard = 次级
loan-tier-doubtful = 可疑
loan-tier-loss = 损失
loan-event-applied = 申请，{ $months } 个月
loan-event-granted = 审批，{ $months } 个月
loan-event-signed = 签约，合同 { $number }
loan-event-drawn = 放款
loan-event-repaid = 还款：{ $split }
loan-event-repaid-rescheduled = 还款并重排计划：{ $split }
loan-event-repaid-from-kept = 以预收款还款：{ $split }
loan-event-charged = 收费
loan-event-extended = 展期至 { $end }
loan-event-claimed = 担保机构代偿：{ $split }
loan-event-written-off = 坏账核销：{ $split }
loan-event-written-off-claim = 坏账核销：{ $split }；应收代偿款 { $claimed }
loan-event-recovered-claim = 追偿收回
loan-event-recovered-write-off = 核销后收回
loan-event-refunded = 退还预收
loan-event-visited = 走访：{ $result }
loan-event-subsidy = 申报 { $quarter } 贴息

# One loan
report-loan = 贷款 { $loan }（{ $date }）
report-loan-product = { $product }（{ $kind }），资金来源：{ $source }
report-loan-guaranteed = { $product }；担保机构：{ $guarantor }
report-loan-own-money = 基金 { $code } { $name }
report-loan-borrower = 借款人：{ $person }
report-loan-granted = { $amount } 元，{ $months } 个月
report-loan-contract = 合同 { $number }，{ $date } 签订，原件 SHA-256 { $hash }
report-loan-end = 到期日：{ $date }
report-loan-extended = { $date } 展期
report-loan-plan-of = 现行还款计划：{ $entry }
report-loan-next = 下一期 { $date }：本金 { $principal } 元，利息 { $interest } 元
report-loan-stage = 状态：{ $stage }
report-loan-stage-tier = 状态：{ $stage }；五级分类：{ $tier }
report-loan-overdue =
    { $days ->
        [0] 自 { $date } 起拖欠，在宽限天数以内
       *[other] 自 { $date } 起拖欠，逾期 { $days } 天
    }
report-loan-reversed-by = 已由 { $entry } 冲销
loan-figure-amount = 金额或额度
loan-figure-drawn = 累计放款
loan-figure-repaid = 已还本金
loan-figure-claimed = 代偿本金
loan-figure-written-off = 核销本金
loan-figure-outstanding = 贷款余额
loan-figure-fees = 应付费用
loan-figure-penalty = 应付罚息
loan-figure-interest-run = 应付未付利息（含未到期）
loan-figure-payoff = 结清金额
loan-figure-interest-due = 其中已到期利息
loan-figure-principal-due = 其中已到期本金
loan-figure-arrears = 逾期金额
loan-figure-fallen-due = 累计到期本金
loan-figure-interest-paid = 累计已付利息
loan-figure-kept = 预收款
loan-figure-overpaid = 多付的利息
loan-figure-to-recover = 代偿后待追偿
loan-figure-given-up = 核销后未收回

# Lists of loans
report-loans = 贷款（{ $date }）
report-loan-due = { $date } 至 { $until } 到期及逾期贷款
report-loan-due-note = 将到期：除逾期金额外，最后一日前还须支付的金额

# Schedules
report-loan-schedule = 还款计划：{ $loan } { $person }
report-loan-schedule-none = 尚未放款，没有还款计划
report-loan-schedule-of = 计划 { $count }（{ $state }）：{ $entry }，{ $date }，{ $event }
report-loan-schedule-tail-lower = 计划 { $count } 的末期比其他各期少 { $amount } 元，为各期舍入的尾差
report-loan-schedule-tail-higher = 计划 { $count } 的末期比其他各期多 { $amount } 元，为各期舍入的尾差
loan-schedule-in-force = 现行
loan-schedule-replaced = 已替换

# Formulas
report-loan-explain = 贷款 { $loan } { $person } 截至 { $date } 的计算过程
report-loan-explain-not-signed = 尚未签约，不计利息
report-loan-explain-note = 每段利息 = 余额 × 利率 × 天数 ÷ 全年天数；一期各段先精确相加，到应还日一次舍入
loan-explain-interest = 利息 { $days } 天，{ $from } 至 { $to }
loan-explain-penalty = 罚息 { $days } 天，{ $from } 至 { $to }
loan-explain-free = { $interest }；{ $date } 前不计息
loan-explain-due = 到期一期（计划本金 { $principal }、利息 { $interest }），本期利息
loan-explain-due-penalty = 本期罚息
loan-explain-open = 此后至当日的利息
loan-explain-open-penalty = 此后至当日的罚息
loan-explain-rounded = { $sum }，{ $rounding }
loan-explain-less-paid = { $sum } − 已付 { $paid }

# Paying off
report-loan-payoff = 结清金额：{ $loan } { $person }（{ $date }）
report-loan-payoff-kept = 另有预收款 { $amount } 元可用于还款
report-loan-payoff-overpaid = 利息多付 { $amount } 元，可以退还

# Statements
report-statement-loan = 贷款对账单：{ $loan } { $person }
report-business-span = 业务日期 { $from } 至 { $to }
loan-statement-fell-due = 到期一期
loan-statement-repaid = 还款
loan-statement-from-kept = 以预收款还款
loan-statement-claimed = 担保机构代偿
loan-statement-written-off = 坏账核销
loan-statement-reversed = { $event }（已由 { $entry } 冲销）
loan-statement-reversal = 冲销 { $entry }

# Interest subsidies worked out again
report-subsidy = { $quarter } 贴息复算
report-subsidy-agrees = 与申报相符
report-subsidy-differs = 与申报不符
report-subsidy-not-claimed = 未申报
report-subsidy-differing =
    { $count ->
        [0] 已申报的均与复算相符
       *[other] 有 { $count } 笔申报与复算不符
    }
report-subsidy-level = { $level }承担 { $amount } 元

# The portfolio
report-portfolio-today = 贷款组合（截至 { $date }，按今日 { $today } 已知的记录）
report-portfolio-known = 贷款组合（截至 { $date }，按 { $known } 日终时已知的记录）
report-portfolio-note-at-risk = 风险贷款：逾期达到该天数的贷款的全部余额，占贷款余额的比率
report-portfolio-note-ages = 逾期账龄：每笔贷款的逾期金额按其最早一部分的天数归类
report-portfolio-note-repaid = 还贷率 = 已还本金（每笔以到期且未逾期的本金为限）÷ 到期本金；当日到期的暂不计入
report-portfolio-note-tiers = 五级分类按产品类别的逾期天数划分；展期贷款最好为关注
report-portfolio-note-leverage = 担保放大倍数 = 在保贷款余额 ÷ 担保资金；担保资金为今日数
portfolio-granted = 审批金额
portfolio-drawn = 累计放款
portfolio-outstanding = 贷款余额
portfolio-settled = 已结清
portfolio-at-risk-1 = 风险贷款，逾期 1 天及以上（PAR1）
portfolio-at-risk = 风险贷款，逾期 { $days } 天以上（PAR{ $days }）
portfolio-arrears = 逾期金额
portfolio-age-grace = 逾期：宽限天数以内
portfolio-age = 逾期：{ $from } 至 { $to } 天
portfolio-age-more = 逾期：{ $days } 天以上
portfolio-fallen-due = 到期本金
portfolio-met = 到期已还本金（还贷率）
portfolio-tier = 五级分类：{ $tier }
portfolio-non-performing = 不良贷款（后三类）
portfolio-extended = 展期贷款
portfolio-written-off = 核销本金
portfolio-given-up = 核销后未收回
portfolio-claimed = 担保机构代偿
portfolio-to-recover = 代偿后待追偿
portfolio-guaranteed = 在保余额：{ $name }
portfolio-behind = 担保资金：{ $name }
portfolio-times = { $times } 倍

# Help
value-stage = 状态
value-group = 分组
help-loan-show = 查看一笔贷款：条款、经过、各项金额
help-loan-list = 列出贷款
help-loan-schedule = 现行还款计划，或历次计划
help-loan-explain = 每个数字的算式，可用计算器复核
help-loan-payoff = 某日的结清金额
help-loan-due = 将到期和逾期的贷款，供走访用
help-statement-loan = 贷款对账单
help-report-portfolio = 贷款组合：风险贷款、账龄、还贷率、五级分类、担保放大倍数
help-any-on = 查询日；不写则为今天
help-loan-list-overdue = 只列有逾期的
help-loan-list-product = 只列该产品的贷款，写产品代码
help-loan-list-stage = 只列该状态的
help-loan-schedule-all = 连同已替换或已冲销的计划
help-loan-due-within = 提前多少天
help-loan-subsidy-recompute = 重新计算并与申报对照，不作记录
help-statement-loan-from = 最早的业务日期；不写则自首笔起
help-statement-loan-to = 最晚的业务日期；不写则到今天
help-report-portfolio-as-of = 截至日；不写则为 --known 的日期，再不然为今天
help-report-portfolio-known = 只算该日终了前已记录的
help-report-portfolio-by = 分组列出，再列合计
