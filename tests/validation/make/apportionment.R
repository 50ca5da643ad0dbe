# Seats by quotas and by divisors, and disproportionality, in base R; writes apportionment.csv.
program <- paste("R", paste(R.version$major, R.version$minor, sep = "."))
averages <- function(v, h, d) tabulate(rep(seq_along(v), h)[order(-outer(v, d, "/"))[seq_len(h)]], length(v))
remainders <- function(v, h) {
  s <- floor(v * h / sum(v))
  last <- order(-(v * h / sum(v) - s))[seq_len(h - sum(s))]
  s[last] <- s[last] + 1
  s
}
cases <- list(
  list(c(340000, 280000, 160000, 60000), c(1, 7, 12, 25)), list(c(53, 24, 23), c(1, 7, 10, 100)),
  list(c(1001, 999), c(1, 2, 3, 50)), list(c(47000, 16000, 15900, 12000, 6000, 3100), c(5, 10, 25)),
  list(c(7, 5, 3, 2, 1) * 10007 + c(1, 2, 3, 5, 8), c(3, 13, 60, 601)),
  list(c(11705256, 7231404, 5970833, 4228322, 3131657, 1081595), c(6, 100, 577))
)
cat("quantity,votes,house,value,call,program\n")
row <- function(quantity, v, h, value, call) {
  join <- function(x) paste(format(x, scientific = FALSE, trim = TRUE, digits = 17), collapse = ";")
  cat(sprintf('%s,%s,%d,%s,"%s",%s\n', quantity, join(v), h, join(value), call, program))
}
for (case in cases) {
  v <- case[[1]]
  for (h in case[[2]]) {
    row("hare", v, h, remainders(v, h), "floor(v h / sum(v)), then order(-remainders)")
    row("dhondt", v, h, averages(v, h, seq_len(h)), "order(-outer(v, 1:h, '/'))[1:h]")
    row("sainte_lague", v, h, averages(v, h, seq(1, 2 * h - 1, 2)), "order(-outer(v, seq(1, 2 h - 1, 2), '/'))[1:h]")
    s <- averages(v, h, seq_len(h))
    row("gallagher", v, h, 100 * sqrt(sum((prop.table(v) - prop.table(s))^2) / 2), "sqrt(sum((prop.table(v) - prop.table(dhondt))^2) / 2)")
  }
}
