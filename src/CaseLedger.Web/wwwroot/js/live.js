// Keeps an open case up to date: what is recorded shows within a moment, and a lost connection is said.

const source = document.querySelector('[data-live]:not([data-live=""])');
const says = document.getElementById('live');

if (source && says) {
    let lost = false;
    let waiting = null;
    const stream = new EventSource(source.dataset.live);

    stream.addEventListener('recorded', () => {
        // Several at once are one change of the page.
        clearTimeout(waiting);
        waiting = setTimeout(refresh, 150);
    });
    stream.addEventListener('open', () => {
        if (lost) {
            lost = false;
            says.textContent = says.dataset.back;
            refresh();
        }
    });
    stream.addEventListener('error', () => {
        lost = true;
        says.textContent = says.dataset.lost;
    });
    window.addEventListener('pagehide', () => stream.close());
}

async function refresh() {
    const body = document.getElementById('case-body');
    const open = [...body.querySelectorAll('details[open][id]')].map(details => details.id);
    await htmx.ajax('GET', location.pathname + location.search, { target: '#case-body', select: '#case-body', swap: 'outerHTML' });
    open.forEach(id => document.getElementById(id)?.setAttribute('open', ''));
    says.textContent = says.dataset.new;
}
