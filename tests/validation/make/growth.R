# Compound annual rates by R, in two ways; writes growth.csv.
program <- paste("R", paste(R.version$major, R.version$minor, sep = "."))
cat("start,end,years,rate,call,program\n")
for (x in list(c(132, 267, 4), c(267, 588, 5), c(100, 121, 2), c(1, 2, 10), c(852, 1476, 10), c(21, 100, 8), c(29, 105, 9),
  c(231886, 398017, 9), c(5, 1, 3), c(0.5, 0.75, 1), c(100, 852, 27), c(7, 7, 12))) {
  call <- sprintf("(%g / %g)^(1 / %g) - 1", x[2], x[1], x[3])
  cat(sprintf("%.17g,%.17g,%g,%.17g,%s,%s\n", x[1], x[2], x[3], eval(parse(text = call)), call, program))
  call <- sprintf("uniroot(function(r) %g * (1 + r)^%g - %g, c(-0.9, 9), tol = 1e-14)$root", x[1], x[3], x[2])
  cat(sprintf('%.17g,%.17g,%g,%.17g,"%s",%s\n', x[1], x[2], x[3], eval(parse(text = call)), call, program))
}
