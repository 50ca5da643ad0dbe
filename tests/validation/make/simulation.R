# Ranges of functions over intervals, found by optimisation (stats::optim); writes simulation.csv.
program <- paste("R", paste(R.version$major, R.version$minor, sep = "."))
functions <- list(
  ratio = function(p) p[1] / p[2], growth = function(p) (p[2] / p[1])^(1 / 9) - 1, rise = function(p) p[2] / p[1] - 1,
  share_of_rest = function(p) p[1] / (p[1] + p[2]), variance = function(p) p[1] * (1 - p[1]) + 0 * p[2],
  square = function(p) (p[1] - p[2])^2
)
bounds <- list(
  c(28.5, 29.5, 104.5, 105.5), c(0.165, 0.175, 0.225, 0.235), c(0.3, 0.7, 0.4, 0.6), c(9.5, 10.5, 9, 11), c(1, 2, 5, 50)
)
cat("quantity,x_low,x_high,y_low,y_high,low,high,call,program\n")
for (name in names(functions)) {
  for (b in bounds) {
    ends <- c(Inf, -Inf)
    starts <- expand.grid(seq(b[1], b[2], length.out = 7), seq(b[3], b[4], length.out = 7))
    for (sign in c(1, -1)) {
      for (i in seq_len(nrow(starts))) {
        found <- optim(unlist(starts[i, ]), function(p) sign * functions[[name]](p), method = "L-BFGS-B",
          lower = b[c(1, 3)], upper = b[c(2, 4)], control = list(factr = 10))
        ends <- c(min(ends[1], sign * found$value), max(ends[2], sign * found$value))
      }
    }
    cat(sprintf('%s,%g,%g,%g,%g,%.12g,%.12g,"optim(p, f, method = \'L-BFGS-B\', lower, upper)",%s\n', name, b[1], b[2], b[3],
      b[4], ends[1], ends[2], program))
  }
}
