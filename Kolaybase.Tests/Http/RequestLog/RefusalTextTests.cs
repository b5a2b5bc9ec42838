using Kolaybase.Api.Http;
using Kolaybase.Api.Http.RequestLog;
using Npgsql;

namespace Kolaybase.Tests.Http.RequestLog;

public class RefusalTextTests
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "limit", "columns", "name", "type", "select" };

    [Fact]
    public void The_cause_is_what_the_code_means_and_not_the_message()
    {
        var (code, cause, hint) = Of(new("PGRST205", "Could not find the table 'public.planted' in the schema cache", "planted", "Perhaps you meant the table 'public.todos'"));
        Assert.Equal(("PGRST205", "An unknown table.", "Perhaps you meant the table 'public.todos'"), (code, cause, hint));
    }

    [Theory]
    [InlineData("The parameter \"limit\" must be from 1 to 200.", " It is about \"limit\".")]
    [InlineData("\"columns[2].type\" is required.", " It is about \"columns[2].type\".")]
    [InlineData("'select' and \"limit\" and \"select\"", " It is about \"select\", \"limit\".")]
    [InlineData("\"planted\" is not a field of this call; it takes name", "")]
    [InlineData("\"columns.planted\" must be an object", "")]
    [InlineData("\"name=planted\" and 'it''s planted' and \"\"planted\"\"", "")]
    [InlineData("no quotes: planted", "")]
    public void Names_of_our_own_stay_and_nothing_else_that_is_quoted(string message, string about) =>
        Assert.Equal(ErrorCodes.MeaningOf(ErrorCodes.InvalidBody) + about, Of(new(ErrorCodes.InvalidBody, message, "planted")).Cause);

    [Theory]
    [InlineData("23505", "unique_violation")]
    [InlineData("22P02", "invalid_text_representation")]
    [InlineData("42501", "insufficient_privilege")]
    [InlineData("42P01", "undefined_table")]
    [InlineData("P0001", "raise_exception")]
    [InlineData("57014", "query_canceled")]
    public void What_a_database_says_is_the_name_of_its_condition(string state, string name)
    {
        var said = new PostgresException("Key (note)=(planted) already exists.", "ERROR", "ERROR", state, detail: "planted", hint: "planted");
        Assert.Equal((state, name, null), Of(new(state, said.MessageText, said.Detail, said.Hint), said));
    }

    [Theory]
    [InlineData("PT418")]
    [InlineData("AB123")]
    [InlineData("KB105")]
    [InlineData("KB002")]
    public void A_state_that_a_function_has_made_up_is_not_kept_and_poses_as_no_code_of_ours(string state)
    {
        var said = new PostgresException("about \"limit\"", "ERROR", "ERROR", state);
        Assert.Equal(("P0001", "A function or a policy of the project raised it.", null), Of(new(state, "about \"limit\"", null, "planted"), said));
        Assert.Equal(("P0001", "A function or a policy of the project raised it.", null), Of(new(ErrorCodes.InvalidBody, "about \"limit\"", null, "planted"), said));
    }

    [Fact]
    public void An_answer_that_a_function_raised_keeps_none_of_its_words()
    {
        var said = new PostgresException("""{"code":"planted","message":"planted"}""", "ERROR", "ERROR", "PGRST");
        Assert.Equal(("PGRST", "A function or a policy of the project raised it.", null), Of(new("planted", "planted", "planted", "planted"), said));
    }

    [Fact]
    public void A_code_that_nobody_knows_is_not_kept()
    {
        Assert.Equal(("KB400", "The request was refused.", null), Of(new("planted", "planted", null, "planted")));
        Assert.Equal(("KB400", "The request was refused.", null), Of(new("AB123", "planted", null, "planted")));
    }

    [Fact]
    public void A_hint_of_ours_for_what_a_database_said_stays()
    {
        var said = new PostgresException("canceling statement", "ERROR", "ERROR", "57014");
        Assert.Equal("Do less at once.", Of(new("57014", "canceling statement", null, "Do less at once."), said).Hint);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("Try again.", "Try again.")]
    [InlineData("Take the current key from the project's settings.", "Take the current key from the project's settings.")]
    [InlineData("Send the header \"apikey: <key>\".", "Send the header \"apikey: <key>\".")]
    [InlineData("Perhaps you meant the column 'title'", "Perhaps you meant the column 'title'")]
    [InlineData("Perhaps you meant the type \"int8\".", "Perhaps you meant the type \"int8\".")]
    [InlineData("Perhaps you meant 'todos' instead of 'planted'.", "Perhaps you meant ….")]
    [InlineData("Perhaps you meant the value \"planted\".", "Perhaps you meant the value ….")]
    [InlineData("Verify that 'pla'nt\"ed' is included in the 'select' query parameter.", "Verify that … query parameter.")]
    [InlineData("It takes \"planted", "It takes …")]
    public void A_hint_loses_what_is_quoted_but_for_the_nearest_name(string? hint, string? kept) => Assert.Equal(kept, RefusalText.Hint(hint));

    [Fact]
    public void No_text_is_longer_than_its_column()
    {
        foreach (var code in typeof(ErrorCodes).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!))
        {
            Assert.InRange(Of(new(code, "\"limit\" \"name\" \"type\"")).Cause.Length, 10, Kolaybase.ControlPlane.Logs.ProjectLogEntry.MaxText);
        }
    }

    private static (string Code, string Cause, string? Hint) Of(ApiError error, PostgresException? said = null) => RefusalText.Of(new Refusal(error, said), () => s_names);
}
