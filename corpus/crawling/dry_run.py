"""A dry run: what a crawl that has begun would ask for, and what not, with the reason for each."""

from corpus.crawling.frontier import Frontier
from corpus.crawling.refused import log_refused
from corpus.crawling.report import CrawlReport
from corpus.crawling.territory import Territory


def plan(frontier: Frontier, territory: Territory, report: CrawlReport) -> None:
    """Put the queue of a site into the report, and all else that is known of it."""
    report.kept_out |= frontier.refused_urls()
    for url in frontier.queued_urls():
        chosen = None if url in territory.starts else territory.chosen.refusal(url)
        if reason := territory.rules.robots.refusal(url) or chosen:
            report.refused[reason] += 1
            report.kept_out[url] = reason
            log_refused(url, reason)
        else:
            report.planned.append(url)
            report.queued += 1
    for url, reason in frontier.left_out():
        report.kept_out[url] = reason
        report.left_out[reason] += 1
