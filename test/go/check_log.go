// Reads a log as a stranger would who has only docs/log.md and Go's own packages for such logs: golang.org/x/mod/sumdb/note and
// tlog. go run check_log.go DIR KEY [EARLIER-CHECKPOINT]
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func head(path string, verifier note.Verifier) tlog.Tree {
	text, err := os.ReadFile(path)
	check(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		log.Fatalf("origin %q", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	check(err)
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree
}

// Files lie without the height of tiles, which C2SP fixed at 8.
type folder string

func (dir folder) Height() int { return 8 }

func (dir folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for at, tile := range tiles {
		bytes, err := dir.read(tile)
		if err != nil {
			return nil, err
		}
		found[at] = bytes
	}
	return found, nil
}

func (dir folder) read(tile tlog.Tile) ([]byte, error) {
	path := filepath.Join(string(dir), strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
	return os.ReadFile(path)
}

func (dir folder) SaveTiles([]tlog.Tile, [][]byte) {}

// The leaves of a bundle, which lies like the tile of their hashes.
func (dir folder) entries(tile tlog.Tile) [][]byte {
	tile.L = 0
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	bytes, err := os.ReadFile(filepath.Join(string(dir), path))
	check(err)
	var entries [][]byte
	for len(bytes) > 0 {
		length := int(binary.BigEndian.Uint16(bytes))
		entries = append(entries, bytes[2:2+length])
		bytes = bytes[2+length:]
	}
	return entries
}

func main() {
	dir := folder(os.Args[1])
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	tree := head(filepath.Join(string(dir), "checkpoint"), verifier)
	reader := tlog.TileHashReader(tree, dir)

	var leaf int64
	for leaf < tree.N {
		width := tree.N - leaf
		if width > 256 {
			width = 256
		}
		for _, entry := range dir.entries(tlog.Tile{H: 8, L: 0, N: leaf / 256, W: int(width)}) {
			hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, leaf)})
			check(err)
			if hashes[0] != tlog.RecordHash(entry) {
				log.Fatalf("leaf %d is not in the tree", leaf)
			}
			if leaf%97 == 0 || leaf == tree.N-1 {
				proof, err := tlog.ProveRecord(tree.N, leaf, reader)
				check(err)
				check(tlog.CheckRecord(proof, tree.N, tree.Hash, leaf, tlog.RecordHash(entry)))
			}
			leaf++
		}
	}
	if leaf != tree.N {
		log.Fatalf("%d leaves, signed are %d", leaf, tree.N)
	}
	if len(os.Args) > 3 {
		earlier := head(os.Args[3], verifier)
		proof, err := tlog.ProveTree(tree.N, earlier.N, reader)
		check(err)
		check(tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash))
	}
	fmt.Printf("%d leaves\n", leaf)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
