// What every page gains by script. Without it everything works as well; moments then stand in UTC.

// The day stands before the month, as everywhere on the pages.
const language = document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang;
const moment = new Intl.DateTimeFormat(language, {
    day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
});

/** Shows moments in the reader's own zone; UTC stays in the title. */
function localise(root) {
    for (const element of root.querySelectorAll('time[data-moment]')) {
        element.textContent = moment.format(new Date(element.dateTime));
    }
}

localise(document);
document.addEventListener('htmx:load', event => localise(event.detail.elt));

// The choice of language needs no button where script can send the form.
const chooser = document.getElementById('language');
chooser?.form.classList.add('sends-itself');
chooser?.addEventListener('change', () => chooser.form.requestSubmit());
