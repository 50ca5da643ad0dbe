# Weekdays and lengths of time by R's Date class; writes dates.csv.
program <- paste("R", paste(R.version$major, R.version$minor, sep = "."))
names <- c("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
cat("quantity,start,end,value,call,program\n")
days <- c("1900-02-28", "1900-03-01", "1917-11-07", "1918-02-14", "1924-12-07", "1928-05-20", "1930-09-14", "1932-07-31",
  "1932-11-06", "1933-03-05", "1934-12-01", "1935-05-13", "1936-02-29", "1936-08-19", "1937-01-23", "1937-01-30",
  "1938-03-02", "1938-03-13", "1939-08-31", "2000-02-29", "2001-01-01")
for (day in days) {
  call <- sprintf("as.POSIXlt(as.Date('%s'))$wday", day)
  cat(sprintf('weekday,%s,%s,%s,"%s",%s\n', day, day, names[eval(parse(text = call)) + 1], call, program))
}
for (i in seq_along(days)) for (j in c(1, 3, 8)) if (i + j <= length(days)) {
  call <- sprintf("as.numeric(as.Date('%s') - as.Date('%s'))", days[i + j], days[i])
  cat(sprintf('days,%s,%s,%d,"%s",%s\n', days[i], days[i + j], eval(parse(text = call)), call, program))
}
