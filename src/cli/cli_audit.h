/* cli_audit.h: how an audit is printed. */
#ifndef CLI_CLI_AUDIT_H
#define CLI_CLI_AUDIT_H

#include "cli/cli.h"

/* cli_audit_words.c: a text as it is; on one line, cut behind so many bytes; 1500000 -> 1,500,000; "at least 4", "30 to 40", "14
 * (rejected)"; "killed, soldiers, Velmi, 2025-05-03". */
void audit_print_text(muster_text text);
void audit_print_flat(muster_text text, size_t most);
void audit_print_number(double value);
void audit_print_value(const muster_audit_claim *c);
void audit_print_thing(const muster_audit_claim *c);

/* cli_audit_copies.c: copies, and what each changed. */
void audit_print_copies(muster_audit *audit, const options *given);
/* The documents of which the filters show a claim, to be freed; NULL where all are shown, or without memory to tell. */
bool *audit_find_shown(const muster_audit *audit, const options *given);

/* The findings, for reading. */
void audit_print_findings(muster_audit *audit, const options *given);
/* A row a finding. */
void audit_print_csv(muster_audit *audit, const options *given);

/* Whether two claims are about the same thing, and why. */
void audit_print_why(muster_audit *audit, uint32_t first, uint32_t second);

#endif
