# What a run of the engine came to, of its plain output: its last step's changes, messages, policies, outputs and counts.
# Left out: the preview before it, progress, what is only begun, and each resource that a `destroy` deleted.
/^(Previewing|Updating|Destroying) / { kept = blank = same = changed = 0; destroying = /^Destroying/; next }
/^@ / || /^Loading policy packs/ { next }
/ (creating|updating|replacing|deleting|reading) \(/ || / running *$/ || /^ +pulumi:pulumi:Stack [^ ]+ *$/ { next }
destroying && (/ deleted \(/ || /^The resources in the stack have been/ || /^If you want to remove the stack/) { next }
/^ *$/ { blank = kept > 0; counts = 0; next }
{ if (blank) line[++kept] = ""; blank = 0; line[++kept] = $0 }
counts && $2 == "unchanged" { same = $1 }
counts && $2 != "unchanged" { changed = 1 }
/^Resources:/ { counts = 1 }
END {
  for (i = 1; i <= kept; i++) print line[i]
  if (same && !changed) print "Nothing changed: " same " resources are as they were."
}
