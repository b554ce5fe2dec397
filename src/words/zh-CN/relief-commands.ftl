# Commands about relief: what is typed, and what they tell

# What stands for a value in usage lines
value-case = C-…
value-round = RD-…
value-round-or-case = RD-…|C-…
value-rows = 行号
value-status = 状态

# Commands
help-relief = 按办法救助：申请、核查、审核、审批、公示、发放、回盘
help-relief-apply = 记录救助申请；项目限定地区、类别的，按保密库核对
help-relief-check = 记录入户核查
help-relief-review = 记录审核
help-relief-propose = 提请一个批次；整批记录，或整批不记录
help-relief-approve = 审批待审的批次
help-relief-notice = 记录公示开始
help-relief-pay = 记录付款；物资为发放
help-relief-return = 记录退汇；物资为退回。退回的行可再次发放
help-relief-answer = 记录回盘：款项已到账
help-relief-drop = 取消尚未发放的行，不再发放
help-relief-bank-list = 生成银行代发清单，姓名、卡号、金额不遮盖；先记录查看了谁的资料
help-relief-reconcile = 按银行回盘文件记录到账与退汇；整份记录，或整份不记录
help-relief-list = 列出申请与批次
help-relief-show = 查看批次或申请

# Options and arguments
help-relief-apply-programme = 项目代码
help-relief-apply-to = 申请人编号
help-relief-apply-amount = 申请金额（元）；可以不写明
help-relief-apply-item = 申请的物资名称
help-relief-apply-pieces = 申请的数量；可以不写明
help-relief-check-case = 申请编号
help-relief-check-fails = 不符合条件
help-relief-review-case = 申请编号
help-relief-review-fails = 不符合条件
help-relief-propose-programme = 项目代码
help-relief-propose-to = 受助人编号
help-relief-propose-case = 申请编号
help-relief-propose-file = 表格文件（CSV，UTF-8），一行一人；列：编号、身份证号、金额、数量、卡号、申请编号、捐赠编号、附件，次序不限
help-relief-propose-all-passed = 该项目已通过各环节而尚未审批的全部申请
help-relief-propose-where-category = 保密库中该类别的全部人员
help-relief-propose-where-area = 保密库中该地区的全部人员，按地区开头文字
help-relief-propose-amount = 每人金额（元）；未写明时按申请金额，或项目的固定金额
help-relief-propose-item = 发放该物资而不发钱
help-relief-propose-pieces = 每人数量；未写明时按申请数量
help-relief-propose-number = 发放哪一号，如 00000001
help-relief-propose-fund = 出资基金，held 或 代收 为代收款物；未写明时为捐赠所在的基金，或项目的基金
help-relief-propose-gift = 从该定向捐赠中支出
help-relief-propose-paper = 每行的附件，记录其哈希；表格中另有附件的行除外
help-relief-propose-dry-run = 只查看，不记录
help-relief-propose-pay = 在同一次记录中付款；仅限无须他人审批、无须公示时
help-relief-approve-round = 批次编号
help-relief-approve-pay = 在同一次记录中付款；仅限无须公示时
help-relief-approve-date = 付款的业务日期；未写明时为今天
help-any-round = 批次编号；写申请编号即指其所在的行
help-relief-pay-rows = 行号，如 1,3-7；未写明时为全部待发的行
help-relief-return-rows = 行号，如 1,3-7
help-relief-return-reason = 退汇原因
help-relief-answer-rows = 行号，如 1,3-7；未写明时为全部已发的行
help-relief-drop-rows = 行号，如 1,3-7；未写明时为全部待发的行
help-relief-drop-reason = 取消原因
help-relief-bank-list-round = 批次编号
help-relief-bank-list-output = 生成的文件
help-relief-bank-list-rows = 行号，如 1,3-7；未写明时为全部待发的行，没有待发的则为最近一次付款的行
help-relief-bank-list-force = 覆盖已有的文件
help-relief-reconcile-round = 批次编号
help-relief-reconcile-file = 银行回盘文件（CSV，UTF-8）；列：序号、账号、户名、金额、结果（成功或失败）、原因，次序不限
help-relief-list-programme = 只列该项目
help-relief-list-status = 只列该状态；批次中有该状态的行即列出

# Columns
term-relief-no = 编号
term-relief-person = 受助人
term-relief-rows = 行数
term-relief-row = 行
term-relief-goods = 物资
term-relief-status = 状态
term-relief-case = 申请
term-relief-gift = 捐赠
term-relief-paper = 附件哈希
term-relief-paid-by = 付款分录
term-relief-paid-on = 付款日期
term-relief-times-back = 退回次数
term-relief-step = 环节

# Columns of files, as messages name them
column-person = 编号
column-id-number = 身份证号
column-amount = 金额
column-pieces = 数量
column-card = 卡号
column-case = 申请编号
column-gift = 捐赠编号
column-paper = 附件
column-row = 序号
column-account = 账号
column-name = 户名
column-result = 结果
column-reason = 原因
columns-of-rows = 编号、身份证号、金额、数量、卡号、申请编号、捐赠编号、附件
columns-of-bank = 序号、账号、户名、金额、结果、原因

# What commands tell
relief-applied = 申请编号：{ $case }
relief-round-of-money = 批次 { $round }：{ $rows } 行，共 { $sum } 元
relief-round-of-goods = 批次 { $round }：{ $rows } 行
relief-dry-run = 以上 { $rows } 行均可记录；这次只是查看，未记录任何内容。
bank-list-written = 已生成 { $file }：{ $rows } 行，共 { $sum } 元
reconciled-nothing = 款项全部到账；该项目不记录回盘，没有需要记录的内容
reconciled-arrived = 到账 { $rows } 行，共 { $sum } 元
reconciled-back = 退汇 { $rows } 行，共 { $sum } 元：{ $reason }
prompt-write-over = { $file } 已存在，是否覆盖？[y/N]{" "}

# What is refused, and what to do
error-case-waits = { $case } 的审批仍在等待另一人（{ $entry }），还不在生效的批次中
error-case-in-no-round = { $case } 还没有审批，不在任何批次中
error-round-waits = 批次 { $round } 仍在等待另一人审批（{ $entry }）
error-round-approved = 批次 { $round } 已经生效（{ $entry }）
error-rows = “{ $typed }” 不是行号
error-rows-needed = 没有说明是哪些行
error-rows-and-case = 申请编号已指明一行，不能再写行号
error-pay-waits = 这一批次须由另一人审批，不能同时付款
error-nothing-given = 没有说明给多少
error-nobody-found = 没有符合的人员或申请
error-too-many-found = 共 { $found } 行，超过一个批次的上限 { $most } 行
error-file-too-large = { $file } 超过 10 MB
error-file-not-utf8 = { $file } 第 { $line } 行起不是 UTF-8 编码
error-file-no-header = { $file } 没有表头
error-file-column = { $file } 的表头中有不认识的列：“{ $name }”
error-file-column-twice = { $file } 的表头中有重复的列：“{ $name }”
error-file-no-rows = { $file } 只有表头，没有数据
error-file-too-many-rows = { $file } 有 { $found } 行，超过一个批次的上限 { $most } 行
error-bad-rows = 共 { $rows } 行，其中 { $bad } 行不能发放，整批未予受理
error-bad-bank-file = 回盘文件与批次不符：{ $bad } 行有误，缺少 { $missing } 行，整份未予受理
error-list-of-goods = 批次 { $round } 发放的是物资，没有银行清单
error-no-cards = { $count } 人没有可用的银行卡号，清单没有生成
error-file-there = { $file } 已存在
error-list-not-written = 清单 { $file } 没有写成：{ $cause }
hint-relief-command = 用 { $command }
hint-relief-approve = 另一人用 { $command } 审批
hint-rows = 行号写作 1,3-7，每行一次，从 1 起，不超过 1000
hint-pay-waits = 去掉 --pay：{ $command }
hint-nothing-given = 用 --amount 写明金额；物资用 --pieces 写明数量，有编号的用 --number 写明号码
hint-bad-rows = 改正后再运行：{ $command }
hint-file-split = 分成几个文件，各自作为一个批次
hint-file-utf8 = 在表格软件中另存为“CSV UTF-8（逗号分隔）”
hint-file-columns = 第一行是表头，可用的列：{ $columns }
hint-file-there = 换一个文件名，或覆盖它：{ $command }
hint-list-not-written = 查看已经在案，文件还没有；再运行一次：{ $command }
hint-no-cards = 登记银行卡号：{ $command }

# Rows and cells that can't be
bad-row = 第 { $row } 行{ $whose }：{ $cause }
bad-cell = 第 { $row } 行{ $whose }{ $column }：{ $cause }
bad-row-line = （文件第 { $line } 行）
bad-row-person = （{ $person }）
bad-cells = 有 { $found } 格，表头有 { $expected } 列
bad-control = 含有看不见的字符 { $code }
bad-too-long = 过长（{ $length } 个字符）
bad-empty = 没有填写
bad-no-person = 没有写明是谁：编号、身份证号、申请编号至少填一项
bad-nobody = 没有人登记过这个号码
bad-other-person = 属于另一人：{ $person }
bad-twice = 与第 { $first } 行是同一人
bad-no-case = 没有申请 { $case }
bad-pieces = “{ $typed }” 不是数量
bad-card = “{ $typed }” 不是卡号
bad-not-given = 这一批次不发这个，应当留空
bad-paper-elsewhere = 附件 { $file } 须放在表格所在的目录
bad-paper = 读不到附件 { $file }（{ $cause }）
bad-no-row = 批次中没有第 “{ $typed }” 行
bad-row-twice = 文件第 { $first } 行数据已写过这一行
bad-not-paid = 这一行没有待回盘的付款
bad-other-amount = 付款金额是 { $amount } 元
bad-other-account = 不是这一行受助人登记的卡号
bad-other-name = 不是这一行受助人的姓名
bad-result = “{ $typed }” 既不是成功也不是失败
no-card = 第 { $row } 行 { $person }：没有可用的银行卡号
bank-row-missing = 缺少第 { $row } 行：{ $person }，{ $amount } 元

# How far it has come
relief-status-open = 待核
relief-status-passed = 已通过
relief-status-failed = 不通过
relief-status-waiting = 待审
relief-status-returned = 退回待发
relief-status-count = { $status } { $count }
relief-status-between = 、
relief-status-because = { $status }（{ $reason }）
relief-held = 代收款物
relief-papers = 附件 { $count } 份
relief-step-applied = 申请
relief-step-visited = 入户核查
relief-step-reviewed = 审核
relief-step-granted = 审批
relief-step-paid = 发放
relief-look-fits = 符合
relief-look-fails = 不符合
relief-row-of-round = 批次 { $round } 第 { $row } 行

# Reports
report-relief = 救助申请与批次
report-round = 批次 { $round }
report-round-proposed = 拟提请的批次（{ $date }）
report-round-of = { $programme }，由 { $fund } 支出
report-round-waits = 待另一人审批：{ $entry }
report-round-granted = { $date } 生效（{ $entry }）
report-round-approved = { $date } 提请（{ $entry }），{ $by } 审批
report-round-noticed = 自 { $since } 起公示 { $days } 天，{ $until } 起可以发放
report-round-no-notice = 须先公示 { $days } 天
report-case = 申请 { $case }
report-case-of = { $programme }，{ $person }
report-case-goods = 申请物资：{ $item }
report-case-status = 状态：{ $status }
