// Keys of the inbox: j and k move, Enter opens (the link has the focus), c takes the case.

const table = document.querySelector('[data-inbox]');
const rows = table ? [...table.tBodies[0].rows] : [];
let here = -1;

function go(to) {
    rows[here]?.classList.remove('here');
    here = Math.max(0, Math.min(rows.length - 1, to));
    rows[here]?.classList.add('here');
    rows[here]?.querySelector('a').focus();
}

document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, textarea, select')) return;
    if (event.key === 'j') go(here + 1);
    else if (event.key === 'k') go(here - 1);
    else if (event.key === 'c') rows[here]?.querySelector('form')?.requestSubmit();
});
