using Kolaybase.Workers.Backup;

namespace Kolaybase.Tests.Workers.Backup;

/// <summary>What is done to the text that <c>pg_restore</c> writes.</summary>
public sealed class ArchiveTests
{
    [Fact]
    public void Event_triggers_and_their_comments_are_left_out_of_the_list()
    {
        const string list =
            """
            ;
            ; Archive created at 2026-11-30 EVENT TRIGGER
            4; 3079 16385 EXTENSION - pgcrypto 
            215; 1259 16390 TABLE public EVENT kb_x_owner
            3401; 3466 16402 EVENT TRIGGER - kolaybase_sql_drop postgres
            3402; 0 0 COMMENT - EVENT TRIGGER kolaybase_sql_drop postgres
            3403; 0 0 COMMENT public TABLE "EVENT TRIGGER" kb_x_owner
            """;

        var ours = ArchiveList.Ours(list);

        Assert.Equal(list.Split('\n').Where((_, i) => i is not (4 or 5)), ours.Split('\n'));
    }

    [Fact]
    public void Logins_of_the_former_project_become_those_of_the_new_one()
    {
        const string script = "SET lock_timeout = 0;\nSET transaction_timeout = 0;\nALTER DEFAULT PRIVILEGES FOR ROLE kb_abc_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;\n";

        Assert.Equal(
            "SET lock_timeout = 0;\nALTER DEFAULT PRIVILEGES FOR ROLE kb_xyz_owner REVOKE ALL ON FUNCTIONS FROM PUBLIC;\n",
            ArchiveScript.For(script, "kb_abc", "kb_xyz"));
    }

    [Theory]
    [InlineData("--\n-- PostgreSQL database dump\n--\n\n\\restrict abc\n\n-- Dumped from database version 15.18\nSET lock_timeout = 0;\n", true)]
    [InlineData("--\r\n\r\n\\restrict abc\r\n", true)]
    [InlineData("--\n-- PostgreSQL database dump\n--\n\nSET lock_timeout = 0;\n", false)]
    // A table whose name goes on in the next line, where programs of before write it.
    [InlineData("--\n\nSET lock_timeout = 0;\n-- Name: x\n\\restrict abc\n\\! touch /tmp/here", false)]
    [InlineData("", false)]
    public void Only_a_script_that_begins_restricted_is_read(string script, bool restricted) => Assert.Equal(restricted, ArchiveScript.IsRestricted(script));

    [Theory]
    [InlineData("pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter \"transaction_timeout\"\nCommand was: SET transaction_timeout = 0;\npg_restore: warning: errors ignored on restore: 1", false)]
    [InlineData("pg_restore: error: could not execute query: ERROR:  unrecognized configuration parameter \"transaction_timeout\"\npg_restore: error: COPY failed for table \"t\"", true)]
    [InlineData("pg_restore: error: connection failed", true)]
    [InlineData("Killed", true)]
    public void Only_the_setting_that_an_older_server_does_not_know_is_no_fault(string error, bool fault) => Assert.Equal(fault, ArchiveScript.HasFault(error));
}
