/* cli_audit.h: how an audit is printed. */
#ifndef CLI_CLI_AUDIT_H
#define CLI_CLI_AUDIT_H

#include "cli/cli.h"

/* "at least 4", "30 to 40", "14 (rejected)" */
void audit_print_value(const muster_audit_claim *c);
/* The findings, for reading. */
void audit_print_findings(muster_audit *audit, const options *given);
/* A row a finding. */
void audit_print_csv(muster_audit *audit, const options *given);

/* Whether two claims are about the same thing, and why. */
void audit_print_why(muster_audit *audit, uint32_t first, uint32_t second);

#endif
