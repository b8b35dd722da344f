module {{name}}

go 1.24

require mzhost v0.0.0

// mzhost writes the SDK when it builds; with these lines, editors and `go vet` find it.
replace mzhost => ./.mzhost/sdk
