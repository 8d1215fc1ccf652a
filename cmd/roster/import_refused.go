package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// refusedFile is where the rows go that were refused. It is made with the first of them.
type refusedFile struct {
	path string
	file *os.File
}

// begin gets ready to write behind what an import wrote before: size bytes. A file that another import left is kept aside.
func (r *refusedFile) begin(size int64) error {
	info, err := os.Stat(r.path)
	regular := err == nil && info.Mode().IsRegular()
	switch {
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return err
	case size > 0 && (err != nil || regular && info.Size() < size):
		return fmt.Errorf("the rows that were refused before are not in %s any more: put the file back as it was, or begin anew with --again", r.path)
	case size > 0 && regular:
		return os.Truncate(r.path, size) // what is behind it was never committed
	case regular:
		return os.Rename(r.path, r.path+".old")
	case err != nil:
		// The first refused row should not be the one that finds out.
		if _, err := os.Stat(filepath.Dir(r.path)); err != nil {
			return fmt.Errorf("refused rows would go to %s: %w: name another place with --errors", r.path, err)
		}
	}
	return nil
}

// write puts lines behind the first size bytes, and gives the new size. They are on disk when it returns.
func (r *refusedFile) write(size int64, lines []byte) (int64, error) {
	if r.file == nil {
		file, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE, 0o600)
		if err != nil {
			return 0, err
		}
		r.file = file
	}
	info, err := r.file.Stat()
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() { // a terminal, say
		_, err := r.file.Write(lines)
		return size + int64(len(lines)), err
	}
	if err := r.file.Truncate(size); err != nil {
		return 0, err
	}
	if _, err := r.file.WriteAt(lines, size); err != nil {
		return 0, err
	}
	return size + int64(len(lines)), r.file.Sync()
}
