# Intervals for shares by R's stats package; writes its rows of shares_r.csv to standard output.
program <- paste("R", paste(R.version$major, R.version$minor, sep = "."))
counts <- list(
  c(0, 1), c(1, 1), c(0, 10), c(1, 10), c(5, 10), c(9, 10), c(10, 10), c(1, 2), c(3, 7), c(17, 39), c(26, 39), c(30, 39),
  c(97, 4348), c(235, 455), c(36, 244), c(29, 36), c(38, 109), c(1, 1000), c(999, 1000), c(500, 1000), c(62, 616)
)
row <- function(quantity, k, n, confidence, value, call) {
  cat(sprintf('%s,%d,%d,%s,%.17g,"%s",%s\n', quantity, k, n, confidence, value, gsub('"', '""', call), program))
}
cat("quantity,successes,trials,confidence,value,call,program\n")
for (kn in counts) {
  for (confidence in c(0.8, 0.95, 0.99)) {
    k <- kn[1]; n <- kn[2]
    call <- sprintf("prop.test(%d, %d, conf.level = %g, correct = FALSE)$conf.int", k, n, confidence)
    ends <- suppressWarnings(eval(parse(text = call)))
    row("wilson_low", k, n, confidence, ends[1], call)
    row("wilson_high", k, n, confidence, ends[2], call)
    call <- sprintf("binom.test(%d, %d, conf.level = %g)$conf.int", k, n, confidence)
    ends <- eval(parse(text = call))
    row("clopper_pearson_low", k, n, confidence, ends[1], call)
    row("clopper_pearson_high", k, n, confidence, ends[2], call)
  }
}
