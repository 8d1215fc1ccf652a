package invites

import (
	"strconv"

	"roster/models"
	"roster/views/ui"
)

// Map is a branch as a picture: a row for each level, each person as wide as their branch.
type Map struct {
	Nodes []models.Invitee // the nearest first, on a level the biggest first
	Total int64            // how many people the whole width stands for
}

// How much a map holds.
const (
	MapNodes  = 500
	MapLevels = 12

	mapWidth  = 1000
	mapHeight = 30 // of a level
	mapThin   = 3  // narrower than this nobody is drawn alone
)

// MapSize is how many people a branch must have, with its head, to be drawn within one of so many.
func MapSize(total int64) int64 { return max(1, (total*mapThin+mapWidth-1)/mapWidth) }

// cell is somebody on the map.
type cell struct {
	models.Invitee
	x, y, width int
	parts       int64 // of ten, how many of the branch are active; 10 is all
}

// cells lay the map out: whoever was invited stands under their inviter.
func (m Map) cells(root int64) []cell {
	type span struct {
		at, end float64
		y       int
	}
	free := map[int64]*span{root: {0, mapWidth, 0}}
	var list []cell
	for _, n := range m.Nodes {
		above := free[n.InviterID]
		if above == nil || m.Total == 0 {
			continue
		}
		width := float64(mapWidth) * float64(1+n.Size) / float64(m.Total)
		at, end := above.at, min(above.at+width, above.end)
		above.at = end
		free[n.ID] = &span{at, end, above.y + mapHeight}
		if x, to := int(at+.5), int(end+.5); to > x {
			list = append(list, cell{n, x, above.y, to - x, active(n)})
		}
	}
	return list
}

// active says of how many tenths of somebody and their branch are active.
func active(i models.Invitee) int64 {
	n := i.Active
	if i.IsActive {
		n++
	}
	return n * 10 / (1 + i.Size)
}

// height is that of the picture.
func height(cells []cell) int {
	h := mapHeight
	for _, c := range cells {
		h = max(h, c.y+mapHeight)
	}
	return h
}

// tells is what a cell says to who asks.
func (c cell) tells() string {
	if c.Size == 0 {
		return c.Name() + ", has invited nobody"
	}
	return c.Name() + ": a branch of " + ui.Count(c.Size, "person", "people") + ", " + ui.Percent(c.Active, c.Size) + " active"
}

// tint is the class of a cell by how many are active.
func (c cell) tint() string {
	switch {
	case c.parts >= 8:
		return "map-cell"
	case c.parts >= 5:
		return "map-cell map-half"
	}
	return "map-cell map-low"
}

func px(n int) string { return strconv.Itoa(n) }
