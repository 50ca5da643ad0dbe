# Checks on printed numbers, computed again in R from the ends of the intervals; writes arithmetic.csv.
# Written from the documentation of analysis/numbers/arithmetic.py, without its code: doubles and a tolerance, no fractions.
program <- paste("R", paste(R.version$major, R.version$minor, sep = "."))
attempts <- list(
  c("half_unit", "narrow", "within rounding"), c("half_unit", "wide", "within rounding"),
  c("truncation", "narrow", "only if truncated"), c("truncation", "wide", "only if truncated"),
  c("ceiling", "narrow", "only if truncated"), c("ceiling", "wide", "only if truncated")
)
near <- function(a, b) abs(a - b) <= 1e-9 * max(1, abs(a), abs(b))

last_digit <- function(text, reading) {
  if (grepl(".", text, fixed = TRUE)) return(10^-nchar(sub(".*[.]", "", text)))
  zeros <- nchar(text) - nchar(sub("0+$", "", text))
  if (reading == "wide" && as.numeric(text) != 0) 10^zeros else 1
}

# An interval is a vector: low, high, low is open, high is open.
interval <- function(text, factor, whole, rule, reading) {
  v <- as.numeric(text); u <- last_digit(text, reading)
  # Only what is counted in ones can be printed to the last one.
  if (whole && u == 1 && factor == 1) return(c(v, v, 0, 0) * c(factor, factor, 1, 1))
  ends <- switch(rule,
    half_unit = c(v - u / 2, v + u / 2, 0, 0), truncation = c(v, v + u, 0, 1), ceiling = c(v - u, v, 1, 0))
  ends * c(factor, factor, 1, 1)
}

image <- function(f, operands) {
  grid <- as.matrix(expand.grid(rep(list(1:2), length(operands))))
  values <- apply(grid, 1, function(pick) f(mapply(function(x, i) x[i], operands, pick)))
  open <- apply(grid, 1, function(pick) any(mapply(function(x, i) x[i + 2], operands, pick) == 1))
  at_low <- sapply(values, near, min(values)); at_high <- sapply(values, near, max(values))
  c(min(values), max(values), all(open[at_low]), all(open[at_high]))
}

meets <- function(x, y) {
  low <- max(x[1], y[1]); high <- min(x[2], y[2])
  if (!near(low, high)) return(low < high)
  low_open <- (near(x[1], low) && x[3]) || (near(y[1], low) && y[3])
  high_open <- (near(x[2], high) && x[4]) || (near(y[2], high) && y[4])
  !low_open && !high_open
}

may_precede <- function(x, y) if (near(x[1], y[2])) !x[3] && !y[4] else x[1] < y[2]

functions <- list(
  sum_of = sum, sums_to_100 = sum, share_of = function(x) x[1] / x[2], ratio_of = function(x) x[1] / x[2],
  increase_by = function(x) x[2] / x[1] - 1, difference_of = function(x) x[1] - x[2],
  implied_base = function(x) x[1] / x[2], same_as = function(x) x[1],
  growth_over = function(x, years) x[1] * (1 + x[2])^years, index_against_level = function(x, base) base * x[1] / x[2]
)

fits <- function(relation, stated, operands, setting) {
  if (relation == "within") return(may_precede(operands[[1]], stated) && may_precede(stated, operands[[2]]) &&
    may_precede(operands[[1]], operands[[2]]))
  if (relation == "lowest") return(all(sapply(operands, function(o) may_precede(stated, o))))
  if (relation == "highest") return(all(sapply(operands, function(o) may_precede(o, stated))))
  meets(stated, image(relation_function(relation, setting), operands))
}

relation_function <- function(relation, setting) {
  f <- functions[[relation]]
  if (is.na(setting)) f else function(x) f(x, setting)
}

holds <- function(relation, stated, operands, setting) {
  if (relation == "within") return(operands[1] <= stated && stated <= operands[2])
  if (relation == "lowest") return(all(stated <= operands))
  if (relation == "highest") return(all(stated >= operands))
  near(stated, relation_function(relation, setting)(operands))
}

judge <- function(relation, operands, stated, factors, factor, whole, setting = NA) {
  read <- function(rule, reading) mapply(interval, operands, factors, whole, rule, reading, SIMPLIFY = FALSE)
  points <- as.numeric(operands) * factors
  verdict <- "cannot all hold"; rule <- ""; reading <- "wide"
  if (holds(relation, as.numeric(stated) * factor, points, setting)) {
    verdict <- "exact"; reading <- "narrow"
  } else for (a in attempts) {
    # The whole that shares make up is no printed number: it is 1.
    target <- interval(stated, factor, whole || relation == "sums_to_100", a[1], a[2])
    if (fits(relation, target, read(a[1], a[2]), setting)) {
      rule <- a[1]; reading <- a[2]; verdict <- a[3]
      break
    }
  }
  order <- relation %in% c("within", "lowest", "highest")
  shown <- if (order) c(NA, NA) else image(relation_function(relation, setting), read("half_unit", reading))[1:2]
  computed <- if (order) NA else relation_function(relation, setting)(points)
  list(computed = computed, low = shown[1], high = shown[2], rule = if (rule == "") "" else paste(rule, reading, sep = ", "),
    verdict = verdict)
}

cat("relation,operands,stated,factors,factor,whole,setting,computed,low,high,rule,verdict,call,program\n")
number <- function(x) if (is.na(x)) "" else sprintf("%.15g", x)
quoted <- function(x) paste0("c(", paste0("'", x, "'", collapse = ", "), ")")
case <- function(relation, operands, stated, factors = 1, factor = 1, whole = FALSE, setting = NA) {
  factors <- rep_len(factors, length(operands))
  call <- sprintf("judge('%s', %s, '%s', c(%s), %s, %s, %s)", relation, quoted(operands), stated,
    paste(factors, collapse = ", "), factor, whole, setting)
  x <- eval(parse(text = call))
  cat(sprintf('%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,"%s",%s,"%s",%s\n', relation, paste(operands, collapse = ";"), stated,
    paste(factors, collapse = ";"), factor, tolower(whole), if (is.na(setting)) "" else setting,
    number(x$computed), number(x$low), number(x$high), x$rule, x$verdict, call, program))
}
each <- function(relation, columns, stated, ...) {
  grid <- expand.grid(c(columns, list(stated)), stringsAsFactors = FALSE)
  for (i in seq_len(nrow(grid))) {
    texts <- unlist(grid[i, ], use.names = FALSE)
    case(relation, texts[-length(texts)], texts[length(texts)], ...)
  }
}

each("sum_of", list(c("226", "17"), c("143", "40"), "106"), c("160", "163", "164", "300", "475", "480", "500"), whole = TRUE)
each("sum_of", list(c("1.2", "3"), c("3.4", "10")), c("4", "4.6", "4.9", "6", "7", "11.3", "12", "13", "20"))
each("sums_to_100", list(c("22", "33"), c("17", "33.3"), c("30", "33", "33.4", "60", "61")), "1", factors = 0.01)
each("share_of", list(c("97", "235", "36"), c("455", "4348", "244")), c("2.1", "2.2", "15", "51", "52", "100"), 1, 0.01, TRUE)
each("share_of", list(c("3", "20"), c("7", "60")), c("20", "33", "42.9", "43", "50"), 1, 0.01)
each("ratio_of", list(c("105", "100", "21"), c("29", "21")), c("1", "3.4", "3.6", "3.7", "4", "4.8", "5", "6"))
each("increase_by", list(c("29", "21", "40"), c("105", "100", "60")), c("50", "100", "262", "360", "376", "500"), 1, 0.01)
each("difference_of", list(c("182600", "2.5", "100"), c("125700", "1", "0.5")), c("1", "1.4", "1.9", "56900", "57000", "60000", "99.5"))
each("implied_base", list(c("170000"), c("9", "11")), c("1530000", "1545455", "1900000", "2000000", "2500000"), c(1, 0.01), 1, TRUE)
each("implied_base", list(c("12", "20"), c("50", "33")), c("24", "36", "40", "61", "64", "100"), c(1, 0.01), 1)
each("same_as", list(c("170000", "18.5", "18", "20", "616")), c("165000", "174000", "19", "18.6", "18", "25", "616", "16"))
each("same_as", list(c("170000", "20", "616")), c("165000", "174000", "616", "25", "600"), whole = TRUE)
for (years in c(1, 2, 8)) {
  each("growth_over", list(c("100", "104", "21"), c("10", "11", "21.5")), c("99.8", "110", "121", "131", "220", "250"), c(1, 0.01), 1,
    setting = years)
}
each("index_against_level", list(c("132", "105"), c("120", "29")), c("90", "110", "109", "360", "364", "450"), setting = 100)
each("within", list(c("2", "5", "10"), c("3", "10")), c("1", "2", "2.6", "4", "8", "11", "17"))
each("lowest", list(c("11", "18.5"), c("9", "2")), c("1", "2", "2.4", "3", "9.4", "10", "12"))
each("highest", list(c("170000", "166000"), c("100000")), c("90000", "165000", "169999", "170000", "175000"), whole = TRUE)
