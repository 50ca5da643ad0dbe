# Counts over a grid of choices: combinations left, and differences when one choice changes; writes choices.csv.
program <- paste("R", paste(R.version$major, R.version$minor, sep = "."))
cat("quantity,decision,a,b,c,value,call,program\n")
for (sizes in list(c(2, 2, 2), c(3, 2, 4), c(5, 3, 2), c(2, 6, 3))) {
  grid <- expand.grid(a = seq_len(sizes[1]), b = seq_len(sizes[2]), c = seq_len(sizes[3]))
  grid <- grid[!(grid$a == 1 & grid$b == 2), ]  # one combination cannot be had
  grid$y <- grid$a^2 + 3 * grid$b - grid$a * grid$c
  row <- function(quantity, decision, value, call) {
    cat(sprintf('%s,%s,%d,%d,%d,%.17g,"%s",%s\n', quantity, decision, sizes[1], sizes[2], sizes[3], value, call, program))
  }
  row("universes", "", nrow(grid), "nrow(expand.grid(a, b, c)[feasible, ])")
  row("holding", "", sum(grid$y > 5), "sum(y > 5)")
  for (name in c("a", "b", "c")) {
    others <- setdiff(c("a", "b", "c"), name)
    gaps <- unlist(tapply(grid$y, grid[others], function(y) as.vector(dist(y)), simplify = FALSE))
    row("pairs", name, length(gaps), "length(unlist(tapply(y, others, dist)))")
    row("mean", name, mean(gaps), "mean(unlist(tapply(y, others, dist)))")
    row("largest", name, max(gaps), "max(unlist(tapply(y, others, dist)))")
  }
}
