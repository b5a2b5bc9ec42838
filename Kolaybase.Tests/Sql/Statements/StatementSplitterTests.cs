using Kolaybase.Api.Sql.Statements;

namespace Kolaybase.Tests.Sql.Statements;

public class StatementSplitterTests
{
    [Theory]
    [InlineData("select 1", "select 1")]
    [InlineData("  select 1 ;", "select 1 ")]
    [InlineData("select 1; select 2", "select 1|select 2")]
    [InlineData(";; ;", "")]
    [InlineData("", "")]
    [InlineData("-- nothing\n/* at; all */", "")]
    [InlineData("-- a; b\nselect 1", "-- a; b\nselect 1")]
    [InlineData("select 1 /* a /* b; */ c; */; select 2", "select 1 /* a /* b; */ c; */|select 2")]
    [InlineData("select 1 /* open ; select 2", "select 1 /* open ; select 2")]
    [InlineData("select ';', 'it''s;'; select 2", "select ';', 'it''s;'|select 2")]
    [InlineData("select E'a\\';b'; select 2", "select E'a\\';b'|select 2")]
    [InlineData("select e'\\\\'; select 2", "select e'\\\\'|select 2")]
    [InlineData("select E'it''s;'; select 2", "select E'it''s;'|select 2")]
    [InlineData("select 'a\\'; select 2", "select 'a\\'|select 2")]
    [InlineData("select type'a\\'; select 2", "select type'a\\'|select 2")]
    [InlineData("select \"a;b\"\"c;\"; select 2", "select \"a;b\"\"c;\"|select 2")]
    [InlineData("select $$a;b$$; select 2", "select $$a;b$$|select 2")]
    [InlineData("select $é$a;$$;$é$; select 2", "select $é$a;$$;$é$|select 2")]
    [InlineData("select $1; select $2", "select $1|select $2")]
    [InlineData("select a$b$; select c$b$", "select a$b$|select c$b$")]
    [InlineData("select $a$;", "select $a$;")]
    [InlineData("select 'open; select 2", "select 'open; select 2")]
    [InlineData("create rule r as on insert to t do (select 1; select 2); select 3", "create rule r as on insert to t do (select 1; select 2)|select 3")]
    [InlineData("select 1); select 2", "select 1)|select 2")]
    [InlineData("create function f() returns int begin atomic select 1; select case when true then 1 end; end; select 2", "create function f() returns int begin atomic select 1; select case when true then 1 end; end|select 2")]
    [InlineData("CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC select 1; END; select 2", "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC select 1; END|select 2")]
    [InlineData("create table \"begin\" (); select 2", "create table \"begin\" ()|select 2")]
    [InlineData("begin; select 1; end; select 2", "begin|select 1|end|select 2")]
    [InlineData("select 1e5,2;select-1", "select 1e5,2|select-1")]
    public void A_text_is_cut_where_a_statement_ends(string sql, string expected) =>
        Assert.Equal(expected, string.Join('|', StatementSplitter.Split(sql).Select(s => s.Text)));

    [Theory]
    [InlineData(" -- x\n ;  select 1;\n\tselect 2 ")]
    [InlineData("select '💧'; select 2;/* */ select 3")]
    public void Each_statement_knows_where_it_stands(string sql)
    {
        var statements = StatementSplitter.Split(sql);
        Assert.True(statements.Count > 1);
        Assert.All(statements, s => Assert.Equal(s.Text, sql.Substring(s.Offset, s.Text.Length)));
    }

    [Theory]
    [InlineData("begin", "Begin")]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE", "Begin")]
    [InlineData("/* x */ start transaction read only", "Begin")]
    [InlineData("commit and chain", "Begin")]
    [InlineData("rollback work and chain", "Begin")]
    [InlineData("commit", "End")]
    [InlineData("end work", "End")]
    [InlineData("abort", "End")]
    [InlineData("rollback and no chain", "End")]
    [InlineData("prepare transaction 'x'", "End")]
    [InlineData("rollback to s", "Other")]
    [InlineData("rollback transaction to savepoint s", "Other")]
    [InlineData("commit prepared 'x'", "Other")]
    [InlineData("prepare p as select 1", "Other")]
    [InlineData("savepoint s", "Other")]
    [InlineData("select 'begin'", "Other")]
    [InlineData("create table beginning ()", "Other")]
    public void Its_first_words_say_what_it_does_to_transactions(string sql, string kind) =>
        Assert.Equal(kind, Assert.Single(StatementSplitter.Split(sql)).Kind.ToString());

    [Theory]
    [InlineData("create function f() returns int begin atomic select 1; end", true)]
    [InlineData("create function kb() returns int begin atomic select 'kb_'; end", true)]
    [InlineData("create function f() returns int language sql as 'begin atomic'", false)]
    [InlineData("begin", false)]
    public void A_body_of_statements_is_sent_within_a_string(string sql, bool body)
    {
        var statement = Assert.Single(StatementSplitter.Split(sql));
        Assert.Equal(body, statement.HasBody);
        Assert.Equal(body ? "DO" : sql[..2], statement.Command[..2]);
        Assert.Contains(sql, statement.Command, StringComparison.Ordinal);
        // Whatever the text holds, it does not end the string.
        Assert.Equal(statement.Command, Assert.Single(StatementSplitter.Split(statement.Command)).Text);
    }

    [Theory]
    [InlineData("select 'secret'", "SELECT")]
    [InlineData("/* x */ create table secret (id int)", "CREATE TABLE")]
    [InlineData("ALTER role r password 'secret'", "ALTER ROLE")]
    [InlineData("drop index concurrently secret", "DROP INDEX")]
    [InlineData("grant secret to r", "GRANT")]
    [InlineData("start transaction", "START TRANSACTION")]
    [InlineData("(select 1)", "SELECT")]
    [InlineData("with secret as (select 1) select 2", "WITH")]
    public void It_has_a_name_without_values(string sql, string name) => Assert.Equal(name, Assert.Single(StatementSplitter.Split(sql)).Name);

    [Fact]
    public void Whatever_comes_is_cut_without_a_fault_and_nothing_is_lost()
    {
        var random = new Random(20);
        string[] pieces = ["'", "\"", "$", "$$", "$a$", ";", "--", "/*", "*/", "\n", "E'", "\\", "(", ")", "begin", "end", "create function", "x", " ", "é", "💧", "\ud83d", "1"];
        for (var run = 0; run < 20_000; run++)
        {
            var sql = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            var end = 0;
            foreach (var statement in StatementSplitter.Split(sql))
            {
                Assert.True(statement.Offset >= end, sql);
                Assert.Equal(statement.Text, sql.Substring(statement.Offset, statement.Text.Length));
                end = statement.Offset + statement.Text.Length;
            }
        }
    }
}
