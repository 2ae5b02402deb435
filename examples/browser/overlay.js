// What both pages draw over pictures: boxes with their labels, and skeletons of COCO's 17 points.

export const left = '#4cc2ff', right = '#ff9d42', middle = '#ffffff';

// Left side blue, right side orange, what joins the two white.
const bones = [
  [5, 7, left], [7, 9, left], [11, 13, left], [13, 15, left], [5, 11, left], [0, 1, left], [1, 3, left],
  [6, 8, right], [8, 10, right], [12, 14, right], [14, 16, right], [6, 12, right], [0, 2, right], [2, 4, right],
  [5, 6, middle], [11, 12, middle],
];
const minKeypointScore = 0.5;

/** Objects in the pixels of their frame; `unit` is a pixel of the screen in these. */
export function drawObjects(pen, objects, unit) {
  for (const one of objects.toReversed()) {
    drawBox(pen, one, unit);
    if (one.keypoints.length === 17) drawSkeleton(pen, one.keypoints, unit);
  }
}

function drawBox(pen, { box, label, score, trackId }, unit) {
  pen.strokeStyle = pen.fillStyle = left;
  pen.lineWidth = 2 * unit;
  pen.beginPath();
  pen.roundRect(box.xMin, box.yMin, box.xMax - box.xMin, box.yMax - box.yMin, 4 * unit);
  pen.stroke();
  const text = `${label}${trackId ? ` ${trackId}` : ''} ${score.toFixed(2)}`, height = 20 * unit;
  pen.font = `600 ${13 * unit}px system-ui, sans-serif`;
  const top = Math.max(0, box.yMin - height), width = pen.measureText(text).width + 12 * unit;
  pen.beginPath();
  pen.roundRect(box.xMin - unit, top, width, height, 4 * unit);
  pen.fill();
  pen.fillStyle = '#06222f';
  pen.fillText(text, box.xMin + 5 * unit, top + 14.5 * unit);
}

function drawSkeleton(pen, points, unit) {
  const sure = index => points[index].score >= minKeypointScore;
  pen.lineCap = 'round';
  for (const [from, to, colour] of bones) {
    if (!sure(from) || !sure(to)) continue;
    pen.beginPath();
    pen.moveTo(points[from].x, points[from].y);
    pen.lineTo(points[to].x, points[to].y);
    for (const [width, style] of [[5, '#0008'], [2.5, colour]]) {
      [pen.lineWidth, pen.strokeStyle] = [width * unit, style];
      pen.stroke();
    }
  }
  points.forEach((point, index) => {
    if (!sure(index)) return;
    pen.fillStyle = index === 0 ? middle : index % 2 ? left : right;
    pen.beginPath();
    pen.arc(point.x, point.y, 3.2 * unit, 0, 2 * Math.PI);
    pen.fill();
  });
}
