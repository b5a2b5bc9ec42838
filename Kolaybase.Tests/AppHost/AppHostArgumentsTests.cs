using Kolaybase.AppHost.Embedded;
using Kolaybase.Embedded;

namespace Kolaybase.Tests.AppHost;

public class AppHostArgumentsTests
{
    [Fact]
    public void Nothing_means_the_defaults()
    {
        var arguments = AppHostArguments.Parse([]);

        Assert.Equal(new AppHostArguments(), arguments);
        Assert.Null(arguments.Command);
    }

    [Theory]
    [InlineData("--data", "/d", "--urls", "http://localhost:1", "--postgres-port", "5", "--demo")]
    [InlineData("--data=/d", "--urls=http://localhost:1", "--postgres-port=5", "--demo")]
    public void Values_follow_their_option_or_are_joined_to_it(params string[] args) =>
        Assert.Equal(new AppHostArguments { Data = "/d", Urls = "http://localhost:1", PostgresPort = 5, Demo = true }, AppHostArguments.Parse(args));

    [Theory]
    [InlineData("--what")]
    [InlineData("what")]
    [InlineData("--demo=yes")]
    [InlineData("-demo")]
    [InlineData("")]
    public void What_is_no_option_is_refused_by_name_with_the_usage(string arg)
    {
        var refusal = Assert.Throws<EmbeddedException>(() => AppHostArguments.Parse([arg]));

        Assert.Contains($"'{arg}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--postgres-port", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--data")]
    [InlineData("--data=")]
    [InlineData("--data", "--demo")]
    [InlineData("--urls")]
    [InlineData("--postgres-port")]
    [InlineData("--postgres-port", "0")]
    [InlineData("--postgres-port", "65536")]
    [InlineData("--postgres-port", "-5")]
    [InlineData("--postgres-port", "five")]
    public void A_missing_or_wrong_value_is_refused_by_its_option(params string[] args) =>
        Assert.Contains(args[0].TrimEnd('='), Assert.Throws<EmbeddedException>(() => AppHostArguments.Parse(args)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("jobs", "requeue", "--all")]
    [InlineData("projects", "restore", "dump", "team", "--name")]
    public void What_follows_a_verb_of_the_workers_is_left_to_it(params string[] words)
    {
        var arguments = AppHostArguments.Parse(["--data", "/d", .. words]);

        Assert.Equal("/d", arguments.Data);
        Assert.Equal(words, arguments.Command!);
    }
}
