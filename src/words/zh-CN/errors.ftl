# The shape of a message
message-error = 错误：{ $text }
message-nothing-recorded = 未记录任何内容。
message-outcome-unknown = 是否已经记录尚不清楚，请重新打开账套核对。
message-hint = 提示：{ $text }

# The command line
error-unknown-argument = 不认识的参数 { $argument }
error-unknown-command = 没有 { $command } 这个命令
error-missing-argument = 缺少 { $argument }
error-missing-command = 缺少命令
error-missing-value = { $argument } 后面缺少内容
error-value-not-allowed = { $argument } 不能是 { $typed }，可选：{ $allowed }
error-repeated-argument = { $argument } 写了不止一次
error-conflict = { $argument } 不能与 { $other } 同时使用
error-too-many-values = { $argument } 后面的内容太多
error-not-utf8 = 命令行中有不是 UTF-8 的文字
error-not-understood = 命令行无法理解
error-in-option = { $option }：{ $cause }
hint-did-you-mean = 是否要输入 { $suggested }
hint-help = 用法见 { $command } --help

# Values
error-amount-empty = 没有写金额
error-amount-not-a-number = { $typed } 不是金额
error-amount-finer-than-fen = 金额 { $typed } 有不足一分的零头，账上最小到分
error-amount-negative = 金额 { $typed } 是负数，金额须大于零
error-amount-zero = 金额为零，须大于零
error-amount-too-large = 金额 { $typed } 超过单笔上限
error-date = { $typed } 不是日期
error-date-range = { $typed } 不在 1900 年至 2199 年之间
error-period = { $typed } 不是月份
error-id = { $typed } 不是编号，应如 { $example }
error-text-empty = 内容为空
error-text-too-long = 内容太长：{ $length } 字节，最多 { $max } 字节（约 66 个汉字）
error-text-control = 内容里有不可见字符 { $code }
error-code = { $typed } 不能作代码
error-code-too-long = 代码太长，最多 12 个字符
error-id-number-length = 身份证号码应为 18 位，读到 { $count } 位
error-id-number-old = 这是 15 位的旧身份证号码
error-id-number-characters = 身份证号码应为 17 位数字加一位校验码
error-id-number-birthday = 身份证号码中的出生日期不存在
error-id-number-check = 身份证号码的校验码不对，请核对是否抄错
error-id-number-typed = 证件号码不得写在命令行上，那样会留在历史记录里
error-bank-card-length = 银行卡号应为 12 至 19 位，读到 { $count } 位
error-bank-card-characters = 银行卡号只能是数字
error-bank-card-typed = 银行卡号不得写在命令行上，那样会留在历史记录里
error-shown = { $typed } 既不是分录编号也不是凭证号
error-head = { $typed } 不是“长度:哈希”
error-count = { $typed } 不是大于零的整数
hint-amount = 金额写成 10000、10,000.00、1万 或 1.5万，从 0.01 元到 { $max } 元；支出和更正另有命令，不写负数
hint-date = 日期写成 2026-03-08
hint-period = 月份写成 2026-03
hint-id = 编号写成 { $example }
hint-line = 写一行文字，不超过 200 字节
hint-code = 代码用 1 至 12 个字母 A–Z、数字或连字符，如 GA；已有的代码见 jinguo fund list 和 jinguo programme list
hint-id-number = 对照身份证重新输入；用管道时写 --id-number -
hint-id-number-typed = 去掉 --id-number 会逐项询问；或写 --id-number - 从管道读取
hint-bank-card = 对照银行卡重新输入；用管道时写 --bank-card -
hint-bank-card-typed = 写 --bank-card -，在终端里会询问，也可从管道读取
hint-shown = 写成 jinguo show E-118 或 jinguo show 2025-06/记-0118
hint-head = 写成分录条数、冒号和 64 位十六进制哈希，如 118:9f86…
hint-count = 写成 jinguo log --last 20

# Passphrases and streams
prompt-passphrase = { $whose } 的密钥口令：
prompt-new-passphrase = 为 { $whose } 的新密钥设置口令：
prompt-passphrase-again = 再输入一次：
prompt-id-number = 身份证号码（没有则直接回车）：
prompt-bank-card = 银行卡号：
error-passphrase-empty = 口令为空
error-passphrases-differ = 两次输入的口令不同
error-no-passphrase = 需要口令，但这里没有终端可以输入
error-input = 无法读取输入：{ $cause }
error-output = 无法写出结果：{ $cause }
hint-passphrase-empty = 确实不要口令时写 jinguo key new 姓名 --no-passphrase
hint-again = 请再执行一次，两次输入相同的口令
hint-no-passphrase = 在终端里执行，或设置环境变量 JINGUO_PASSPHRASE
