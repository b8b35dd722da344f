module postgres-smoke

go 1.24

require mzhost v0.0.0

replace mzhost => ./.mzhost/sdk
