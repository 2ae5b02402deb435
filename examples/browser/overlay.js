// What both pages draw over pictures: boxes with their labels, and skeletons of COCO's 17 points.

export const left = '#4cc2ff', right = '#ff9d42', middle = '#ffffff';

// Left side blue, right side orange, what joins the two white.
const bones = [
  [5, 7, left], [7, 9, left], [11, 13, left], [13, 15, left], [5, 11, left], [0, 1, left], [1, 3, left],
  [6, 8, right], [8, 10, right], [12, 14, right], [14, 16, right], [6, 12, right], [0, 2, right], [2, 4, right],
  [5, 6, middle], [11, 12, middle],
];
const minKeypointScore = 0.5;

/** A result's objects on a picture of its frame, in the frame's pixels; `unit` is a pixel of the screen in these. */
export function drawObjects(pen, { objects, width, height }, unit) {
  for (const one of objects.toReversed()) {
    drawOutline(pen, one.box, unit);
    if (one.keypoints.length === 17) drawSkeleton(pen, one.keypoints, unit);
  }
  // Over all lines; the best first, so that where labels crowd it is the least sure that go without.
  const taken = [];
  for (const one of objects) drawLabel(pen, one, { width, height }, taken, unit);
}

function drawOutline(pen, box, unit) {
  pen.strokeStyle = left;
  pen.lineWidth = 2 * unit;
  pen.beginPath();
  pen.roundRect(box.xMin, box.yMin, box.xMax - box.xMin, box.yMax - box.yMin, 4 * unit);
  pen.stroke();
}

/** In step with picture and box, inside the picture and over no other label; a small object has a short one. */
function drawLabel(pen, { box, label, score, trackId }, frame, taken, unit) {
  const name = trackId ? `${label} ${trackId}` : label, boxWidth = box.xMax - box.xMin;
  const largest = clamp(frame.width / unit / 60, 9, 13), size = clamp(boxWidth / unit / 5, 8, largest) * unit;
  const height = 1.5 * size, margin = 0.45 * size;
  pen.font = `600 ${size}px system-ui, sans-serif`;
  const widthOf = text => pen.measureText(text).width + 2 * margin, widest = Math.min(frame.width, Math.max(1.6 * boxWidth, 5 * size));
  for (const text of [`${name} ${score.toFixed(2)}`, name]) {
    const width = widthOf(text), x = clamp(box.xMin - unit, 0, frame.width - width);
    const y = [box.yMin - height, box.yMin, box.yMax, box.yMax - height].find(top => top >= 0 && top + height <= frame.height
      && taken.every(other => x + width <= other.x || other.x + other.width <= x || top + height <= other.y || other.y + other.height <= top));
    if (width > widest || y === undefined) continue;
    taken.push({ x, y, width, height });
    pen.fillStyle = left;
    pen.beginPath();
    pen.roundRect(x, y, width, height, 4 * unit);
    pen.fill();
    pen.fillStyle = '#06222f';
    pen.fillText(text, x + margin, y + 1.1 * size);
    return;
  }
}

const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

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
