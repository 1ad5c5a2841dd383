// Checks a proof of ours with the packages that Go's checksum database is built on, which know nothing of us.
//
//	main KEY PROOF
//
// KEY is the log's under the name of the sale's origin, PROOF a file in the form of c2sp.org/tlog-proof.
package main

import (
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	check(err)
	return n
}

func hash(text string) tlog.Hash {
	h, err := tlog.ParseHash(text)
	check(err)
	return h
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	check(err)
	file, err := os.ReadFile(os.Args[2])
	check(err)
	head, checkpoint, _ := strings.Cut(string(file), "\n\n")
	signed, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
	check(err)
	tree := strings.Split(signed.Text, "\n") // origin, size, root

	var leaf []byte
	var index int64
	var path tlog.RecordProof
	for _, line := range strings.Split(head, "\n")[1:] {
		switch name, value, _ := strings.Cut(line, " "); name {
		case "extra":
			leaf, err = base64.StdEncoding.DecodeString(value)
			check(err)
		case "index":
			index = number(value)
		default:
			path = append(path, hash(line))
		}
	}
	check(tlog.CheckRecord(path, number(tree[1]), hash(tree[2]), index, tlog.RecordHash(leaf)))
	fmt.Printf("leaf %d is in the tree of %s leaves that %s signed\n", index, tree[1], signed.Sigs[0].Name)
}
