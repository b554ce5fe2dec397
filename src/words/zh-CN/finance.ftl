# Statements and books.

## Names of sheets
sheet-trial-balance = 科目余额表
sheet-position = 资产负债表
sheet-activities = 业务活动表
sheet-income-and-expenses = 收入费用表
sheet-cash-flows = 现金流量表
sheet-income-and-spending = 收支明细表
sheet-budget = 预算收入支出表
sheet-general-ledger = 总账
sheet-chronological = 序时账
sheet-day-book = 日记账
sheet-subsidiary = 明细账
sheet-portfolio = 贷款组合
sheet-programme = 项目统计
sheet-disclosure = 公示表
sheet-work = 工作报告

## Titles and notes
report-position = { $name } 资产负债表
report-activities = { $name } 业务活动表
report-income-and-expenses = { $name } 收入费用表
report-cash-flows = { $name } 现金流量表
report-income-and-spending = { $name } 各基金收支明细表
report-budget = { $name } 预算收入支出表
report-general-ledger = { $name } 总账
report-chronological = { $name } 序时账
report-day-book = { $name } 现金和银行存款日记账
report-subsidiary = { $name } 明细账
report-of-fund = 基金：{ $code } { $name }
report-nothing-booked = 期间内没有凭证
report-template = 项目按所用科目对应制度格式列示；行次由本软件编排，与官方表样不同
report-position-agrees = 资产总计 = 负债和净资产总计
report-position-differs = 资产总计与负债和净资产总计不相等：请运行 jinguo verify
report-position-running = 未结转的收入和费用已并入净资产：限定性收入并入限定性净资产，其余并入非限定性净资产
report-position-running-government = 未结转的收入和费用列入本期盈余
report-position-held = 受托代理的货币资金列入受托代理资产，不列入货币资金
report-activities-direct = 直接计入净资产的变动：基金间调拨、期初余额、以前年度调整；未列入以上各行
report-cash-agrees = 现金净增加额 = 期末现金 − 期初现金
report-cash-differs = 现金净增加额与账面现金不符：请运行 jinguo verify
report-cash-held = 受托代理资金不属于自有现金，单独列在下面
report-cash-mixed = 一张凭证有多个非现金科目时，未以现金收付的部分从最后一行起扣除
report-own-money-only = 只列自有资金，不含受托代理
report-effect-on-cash = 现金：该行对基金现金的影响；各行相加为期末现金
report-budget-spent-now = 预算：已用数为迄今全部，包括期间以后的
report-books-opening = 其中期初余额：借方 { $debit } 元，贷方 { $credit } 元；科目余额表列为期初
report-general-ledger-note = 余额不带正负号，方向另列

## Columns
term-statement-item = 项目
term-line = 行次
term-year-opening = 年初数（元）
term-closing-figure = 期末数（元）
term-these-months = 本期数
term-year-to-date = 本年累计数
term-year-before = 上年同期数
term-unrestricted = 非限定性
term-restricted = 限定性
term-both = 合计
term-part-of = { $which }·{ $part }
term-in-yuan = { $which }（元）
term-opening-direction = 期初方向
term-direction = 方向
term-direction-debit = 借
term-direction-credit = 贷
term-direction-none = 平
term-opening-balance = 期初余额（元）
term-closing-balance = 期末余额（元）
term-year-debit = 本年累计借方（元）
term-year-credit = 本年累计贷方（元）
term-fund-name = 基金名称
term-fund-cash = 现金（元）
term-annual-budget = 年度预算（元）
term-book = 账簿
term-book-cash = 现金日记账
term-book-bank = 银行存款日记账

## Lines
line-income = 收入
line-income-total = 收入合计
line-expenses = 费用
line-expenses-total = 费用合计
line-released = 限定性净资产转为非限定性净资产
line-change = 净资产变动额
line-surplus = 本期盈余
line-direct = 直接计入净资产的变动
line-opening-cash = 期初现金
line-closing-cash = 期末现金
line-moved-in = 基金间调拨和直接计入净资产
line-other-changes = 借款、往来和物资等变动
line-all-funds = 各基金合计
line-budget-income = 本年预算收入
line-budget-income-total = 本年预算收入合计
line-budget-expenses = 本年预算支出
line-budget-expenses-total = 本年预算支出合计
line-budget-difference = 本年预算收支差额
line-budgets = 预算执行
line-budget = { $fund } { $purpose }

## Charts
chart-by-month = 各月收入和费用
chart-income = 收入
chart-expenses = 费用
chart-fund-cash = 各基金期末现金
chart-at-risk = 风险贷款
chart-of-outstanding = 占贷款余额
chart-ages = 拖欠账龄
chart-townships = 各乡镇救助情况

## Commands
value-run = 期间
help-any-run = 期间：2026、2026-Q1、2026-H1、2026-03 或 2026-01..2026-06；默认本年至今
help-any-only-fund = 只看这个基金
help-report-position = 资产负债表
help-report-activities = 业务活动表（政府会计：收入费用表）
help-report-cash-flows = 现金流量表
help-report-income-and-spending = 各基金收支明细表
help-report-budget = 预算收入支出表（政府会计）
help-report-general-ledger = 总账：各科目逐月
help-report-chronological = 序时账：按凭证逐笔
help-report-day-book = 现金和银行存款日记账
help-report-subsidiary = 明细账：按科目逐笔
error-run = { $typed } 不是期间
error-run-wrong-way = 期间前后颠倒：{ $last } 早于 { $first }
hint-run = 期间写成 2026、2026-Q1、2026-H1、2026-03 或 2026-01..2026-06
error-report-not-of-chart = 账套的会计制度没有这张报表
hint-report-not-of-chart = 该表属于政府会计制度；本账套请用 jinguo report activities
