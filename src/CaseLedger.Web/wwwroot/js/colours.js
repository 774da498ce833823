/** A colour of the style sheet, as it is now: light or dark. */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
