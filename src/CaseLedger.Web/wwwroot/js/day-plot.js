// Draws the plot of a case's days from the table below it, which stays for screen readers and for those without script.
import { colour } from './colours.js';

const ink = '--ink', quiet = '--quiet', rule = '--rule';
const DAY = 86_400_000;
const MOST = 1_000;

function number(text) {
    return text === undefined || text === '' ? null : Number(text);
}

function read(table, incidents) {
    const known = new Map([...table.querySelectorAll('tr[data-day]')].map(row => [row.dataset.day, row.dataset]));
    const [first, last] = [[...known.keys()].sort()[0], [...known.keys()].sort().at(-1)];
    const spans = (incidents ?? '').split(' ').filter(text => text !== '').map(text => text.split('/'));
    const label = new Intl.DateTimeFormat(document.documentElement.lang === 'en' ? 'en-GB' : document.documentElement.lang, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
    const days = [];
    // Every day between the first and the last: one of which nothing is known is a hole, and no line is drawn across it.
    for (let at = Date.parse(first); at <= Date.parse(last) && days.length < MOST; at += DAY) {
        const day = new Date(at).toISOString().slice(0, 10);
        const row = known.get(day);
        days.push({
            label: row?.label ?? label.format(at),
            dashboard: number(row?.dashboard),
            trends: number(row?.trends),
            earlier: (row?.earlier ?? '').split(' ').filter(text => text !== '').map(Number),
            incident: spans.some(([from, to]) => from <= day && day <= to),
        });
    }

    return days;
}

function options(figure, days) {
    const words = figure.dataset;
    const narrow = figure.clientWidth < 560;
    const font = { fontSize: 13, fontFamily: getComputedStyle(document.body).fontFamily, color: colour(ink) };
    const axis = { axisLine: { lineStyle: { color: colour(quiet) } }, axisLabel: { ...font, color: colour(quiet) }, nameTextStyle: { ...font, color: colour(quiet), align: 'left' } };
    const vintages = days.flatMap((day, i) => day.earlier.map(count => [i, count]));
    // How a number grew: from its earliest vintage to the latest, one thin line a day.
    const growth = days.flatMap((day, i) => day.earlier.length > 0 && day.trends !== null
        ? [[i, Math.min(...day.earlier)], [i, day.trends], [i, null]] : []);
    const incidents = days.some(day => day.incident);
    // Every point, however dense: one between two holes has no line, and would not be seen at all.
    const points = { showAllSymbol: true, symbolSize: days.length > 60 ? 5 : 8, connectNulls: false };
    const names = [words.dashboard, words.trends, words.earlier, ...incidents ? [words.incident] : []];
    return {
        animation: false,
        aria: { enabled: true, label: { description: words.finding } },
        grid: { left: 8, right: 16, top: narrow ? 32 + 24 * names.length : 64, bottom: 32, containLabel: true },
        legend: { top: 0, left: 0, itemWidth: 24, itemHeight: 12, itemGap: narrow ? 8 : 24, orient: narrow ? 'vertical' : 'horizontal', textStyle: font, data: names, selectedMode: false, inactiveColor: colour(quiet) },
        tooltip: {
            trigger: 'axis',
            renderMode: 'richText',
            formatter: items => {
                const day = days[items[0].dataIndex] ?? days[items[0].value[0]];
                const shown = count => count === null ? '–' : count.toLocaleString(document.documentElement.lang);
                return `${day.label}\n${words.dashboard}: ${shown(day.dashboard)}\n${words.trends}: ${[...day.earlier, day.trends].map(shown).join(' → ')}`;
            },
        },
        xAxis: { ...axis, type: 'category', data: days.map(day => day.label), boundaryGap: true, axisTick: { show: false }, name: words.days, nameLocation: 'middle', nameGap: 32, nameTextStyle: { ...font, color: colour(quiet), align: 'center' } },
        yAxis: [
            { ...axis, type: 'value', name: words.unit, nameLocation: 'end', min: 0, minInterval: 1, splitLine: { lineStyle: { color: colour(rule) } } },
            { type: 'value', min: 0, max: 1, show: false },
        ],
        series: [
            {
                name: words.dashboard, type: 'line', data: days.map(day => day.dashboard), symbol: 'circle', ...points,
                itemStyle: { color: colour('--dashboard') }, lineStyle: { color: colour('--dashboard'), width: 2 },
            },
            {
                name: words.trends, type: 'line', data: days.map(day => day.trends), symbol: 'rect', ...points,
                itemStyle: { color: colour('--trends') }, lineStyle: { color: colour('--trends'), width: 2, type: 'dashed' },
            },
            { type: 'line', data: growth, symbol: 'none', silent: true, lineStyle: { color: colour('--trends'), width: 1 }, tooltip: { show: false } },
            {
                name: words.earlier, type: 'scatter', data: vintages, symbol: 'rect', symbolSize: 6, tooltip: { show: false },
                itemStyle: { color: colour('--trends'), opacity: 0.45 },
            },
            // Bars of full height and width: a day is a band of the axis, and its shade is as wide as the day.
            ...incidents ? [{
                name: words.incident, type: 'bar', yAxisIndex: 1, data: days.map(day => day.incident ? 1 : null), barWidth: '100%', z: 0, silent: true,
                itemStyle: { color: 'transparent', decal: { symbol: 'rect', symbolSize: 1, color: colour(quiet), dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -Math.PI / 4 } },
            }] : [],
        ],
    };
}

function draw(figure) {
    const table = document.getElementById(figure.dataset.table);
    const days = table === null ? [] : read(table, figure.dataset.incidents);
    const room = figure.querySelector('.room');
    if (days.length === 0 || typeof echarts === 'undefined') {
        return;
    }

    room.hidden = false;
    const plot = echarts.getInstanceByDom(room) ?? echarts.init(room, null, { renderer: 'svg' });
    plot.setOption(options(figure, days), true);
    // The table says the same in order; two voices would be one too many.
    const svg = room.querySelector('svg');
    svg?.setAttribute('role', 'img');
    svg?.setAttribute('aria-label', figure.dataset.finding);
    // On paper it is as wide as the paper.
    svg?.setAttribute('viewBox', `0 0 ${plot.getWidth()} ${plot.getHeight()}`);
}

function drawAll() {
    document.querySelectorAll('figure.plot').forEach(draw);
}

drawAll();
document.addEventListener('htmx:afterSettle', drawAll);
window.addEventListener('resize', () => {
    document.querySelectorAll('figure.plot .room').forEach(room => echarts.getInstanceByDom(room)?.resize());
    drawAll();
});
// The colours are the style sheet's as it is when they are drawn: dark, light, or for paper.
for (const scheme of ['(prefers-color-scheme: dark)', 'print']) {
    matchMedia(scheme).addEventListener('change', drawAll);
}
