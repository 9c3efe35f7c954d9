// <desk-focus across="id" down="id">: a click on the picture fills in the two number fields of those ids, and each shape
// shows at once what the cut leaves. Without script the fields are typed into, and the shapes show the last saved point.
const STEP = 0.02; // of a side, for one press of an arrow key
const SHAPES = { "16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class DeskFocus extends HTMLElement {
  connectedCallback() {
    this.fields = ["across", "down"].map((name) => document.getElementById(this.getAttribute(name)));
    if (!this.fields.every(Boolean)) return; // somebody who may only look
    this.whole = this.querySelector(".desk-focus__whole");
    this.picture = this.whole.querySelector("img");
    this.shape = this.picture.getAttribute("width") / this.picture.getAttribute("height");
    this.mark = Object.assign(document.createElement("button"), { type: "button", className: "desk-focus__mark" });
    this.whole.append(this.mark);
    this.whole.classList.add("desk-focus__whole--live");
    this.whole.addEventListener("pointerdown", (event) => this.begin(event));
    this.whole.addEventListener("pointermove", (event) => this.whole.hasPointerCapture(event.pointerId) && this.point(event));
    this.mark.addEventListener("keydown", (event) => this.press(event));
    for (const field of this.fields) field.addEventListener("input", () => this.show());
    this.show();
  }

  get place() {
    return this.fields.map(({ value }) => within(value === "" ? 0.5 : Number(value)));
  }

  set place(place) {
    for (const [number, field] of this.fields.entries()) {
      field.value = String(Math.round(within(place[number]) * 1000) / 1000);
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.show();
  }

  begin(event) {
    if (event.button) return;
    event.preventDefault();
    this.whole.setPointerCapture(event.pointerId);
    this.mark.focus({ preventScroll: true });
    this.point(event);
  }

  point({ clientX, clientY }) {
    const { left, top, width, height } = this.picture.getBoundingClientRect();
    this.place = [(clientX - left) / width, (clientY - top) / height];
  }

  press(event) {
    const way = ARROWS[event.key];
    if (!way) return;
    event.preventDefault();
    this.place = this.place.map((value, number) => value + way[number] * STEP);
  }

  show() {
    const [across, down] = this.place;
    this.mark.style.left = `${across * 100}%`;
    this.mark.style.top = `${down * 100}%`;
    const words = `Focal point: ${Math.round(across * 100)} % from the left, ${Math.round(down * 100)} % from the top.`;
    this.mark.setAttribute("aria-label", `${words} Move it with the arrow keys.`);
    for (const crop of this.querySelectorAll("[data-shape]")) this.cut(crop, across, down);
  }

  // As blog/renditions.py cuts: the largest box of the shape, its middle as near to the point as the edges allow.
  cut(crop, across, down) {
    const shape = SHAPES[crop.dataset.shape];
    const share = [Math.min(1, shape / this.shape), Math.min(1, this.shape / shape)]; // of the sides that the box keeps
    const place = [across, down].map((value, number) => {
      const rest = 1 - share[number];
      return rest > 0.001 ? (within((value - share[number] / 2) / rest) * 100).toFixed(1) : "50";
    });
    if (crop.src !== this.picture.src) crop.src = this.picture.src;
    crop.style.aspectRatio = String(shape);
    crop.style.objectFit = "cover";
    crop.style.objectPosition = `${place[0]}% ${place[1]}%`;
  }
}

const within = (value) => Math.min(1, Math.max(0, Number.isFinite(value) ? value : 0.5));

customElements.define("desk-focus", DeskFocus);
