module mzhost

go 1.21
