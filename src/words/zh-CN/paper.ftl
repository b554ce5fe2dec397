# 纸质证明
paper-code-part = 第 { $number } 张，共 { $of } 张
