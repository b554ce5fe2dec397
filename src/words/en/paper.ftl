# Proofs on paper
paper-code-part = Code { $number } of { $of }
