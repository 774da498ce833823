// Turns the choice of a date up to which something had been observed into a slider; without script it stays a choice.

function upgrade() {
    const form = document.querySelector('form.look-back');
    const choice = form?.querySelector('select[name=observedBy]');
    if (!choice || choice.options.length < 2 || form.querySelector('input[type=range]')) {
        return;
    }

    // The choice begins with "now"; a slider ends with it.
    const order = [...choice.options].map((_, i) => i).slice(1).reverse().concat(0);
    const slider = document.createElement('input');
    slider.type = 'range';
    slider.min = '0';
    slider.max = String(order.length - 1);
    slider.value = String(order.indexOf(choice.selectedIndex));
    slider.id = 'look-back-slider';
    slider.setAttribute('aria-label', choice.labels[0].textContent);
    const say = () => slider.setAttribute('aria-valuetext', choice.options[choice.selectedIndex].text);
    say();
    slider.addEventListener('input', () => {
        choice.selectedIndex = order[Number(slider.value)];
        say();
    });
    slider.addEventListener('change', send);
    choice.addEventListener('change', () => {
        slider.value = String(order.indexOf(choice.selectedIndex));
        say();
        send();
    });
    choice.after(slider);
    form.classList.add('sends-itself', 'slides');

    async function send() {
        const address = `${location.pathname}?${new URLSearchParams(new FormData(form))}`;
        await htmx.ajax('GET', address, { target: '#numbers', select: '#numbers', swap: 'outerHTML' });
        history.replaceState(null, '', address);
        document.getElementById('look-back-slider')?.focus();
    }
}

// A page that is renewed brings a new slider: whoever had it under their fingers keeps it.
let hadFocus = false;
document.addEventListener('htmx:beforeSwap', () => hadFocus ||= document.activeElement?.id === 'look-back-slider');
document.addEventListener('htmx:afterSettle', () => {
    upgrade();
    if (hadFocus && document.activeElement === document.body) document.getElementById('look-back-slider')?.focus({ preventScroll: true });
    hadFocus = false;
});
upgrade();
