# 结账与年终结转。

summary-released = 限定性净资产转出：{ $fund }，截至 { $period } 已使用部分
summary-year-end = 年终结转：{ $fund }，{ $year } 年收入、费用转入净资产

refused-not-releasable = 基金 { $fund } 不受捐赠人限定，没有可转出的限定性净资产
refused-nothing-used = 截至 { $period }，基金 { $fund } 没有已使用而未转出的限定性净资产
refused-not-released = 结转 { $year } 年之前，须先转出基金 { $fund } 已使用的限定性净资产
refused-nothing-to-carry = 基金 { $fund } 没有 { $year } 年的收入、费用可结转
refused-not-carried = 基金 { $fund } { $year } 年的收入、费用尚未结转
refused-not-on-last-day = 结账分录的日期须为所结期间的最后一天 { $date }
refused-closing-entry = { $entry } 是结账分录，不能冲销；已结年度有误的，冲销当时记错的那一笔

close-will-release = 将一并记账：转出 { $fund } 已使用的限定性净资产 { $amount } 元
close-will-restrict = 将一并记账：转回 { $fund } 已转出而未使用的限定性净资产 { $amount } 元
close-will-carry = 将一并记账：{ $fund } 年终结转，收入 { $income } 元，费用 { $expenses } 元
close-unanswered = { $count } 笔付款尚无银行回单：{ $rounds }
close-without-papers = { $count } 张凭证没有附件：{ $vouchers }
