# 工作报告。

report-work = 工作报告 { $months }
work-no = 序号
work-section = 内容
work-times = 笔数（人次）
work-people-before = 上年同期人数
work-times-before = 上年同期笔数（人次）
work-amount-before = 上年同期金额（元）
work-entries = 来源分录
work-before = 上年同期：{ $months }
work-nothing = 该期间没有可报告的事项
work-note = 已冲销、退回、作废的不计；同一人在每项中只计一次

work-raised = 募集捐赠
work-granted = 拨款补助
work-helped = 救助帮扶
work-townships = 分乡镇（街道）救助
work-lent = 发放贷款
work-repaid = 收回本金
work-received = 代收款项
work-passed-on = 转付款项
work-registered = 备查登记

work-say-raised = { $name }募集{ $amount }（{ $times }笔）{ $mark }
work-say-raised-count = { $name }接受捐赠{ $times }笔{ $mark }
work-say-granted = { $name }获拨款补助{ $amount }（{ $times }笔）{ $mark }
work-say-granted-count = { $name }获拨款补助{ $times }笔{ $mark }
work-say-helped = { $name }帮扶{ $people }人、{ $times }人次，发放款物{ $amount }{ $mark }
work-say-helped-count = { $name }帮扶{ $people }人、{ $times }人次{ $mark }
work-say-townships = { $name }{ $people }人、{ $amount }{ $mark }
work-say-townships-count = { $name }{ $people }人{ $mark }
work-say-lent = { $name }发放贷款{ $people }户、{ $times }笔，{ $amount }{ $mark }
work-say-lent-count = { $name }发放贷款{ $people }户{ $mark }
work-say-repaid = { $name }收回本金{ $people }户、{ $times }笔，{ $amount }{ $mark }
work-say-repaid-count = { $name }还款{ $times }笔{ $mark }
work-say-received = { $name }代收款{ $amount }（{ $times }笔）{ $mark }
work-say-received-count = { $name }代收款{ $times }笔{ $mark }
work-say-passed-on = { $name }转付款{ $amount }（{ $times }笔）{ $mark }
work-say-passed-on-count = { $name }转付款{ $times }笔{ $mark }
work-say-registered = { $name }{ $people }人（次）、{ $amount }{ $mark }
work-say-registered-count = { $name }{ $people }人（次）{ $mark }

work-in-all = 共
work-more = { $text }，比上年同期多{ $by }
work-less = { $text }，比上年同期少{ $by }
work-between = ；
work-sentence = { $sum }，其中：{ $parts }。
work-sentence-one = { $part }。
work-sentence-townships = 分乡镇（街道）：{ $parts }。
work-sentence-registered = 备查登记：{ $parts }。
work-after-sentence = {""}
work-paragraph = { $months }，{ $office }{ $sentences }
work-paragraph-nothing = { $months }，{ $office }没有可报告的事项。
work-wan = { $figure }万元
work-yuan = { $figure }元
