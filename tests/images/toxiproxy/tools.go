// Only names the program that is built, so that go.sum pins all that it consists of.
package tools

import _ "github.com/Shopify/toxiproxy/v2/cmd/server"
