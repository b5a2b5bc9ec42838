using Kolaybase.Api.Sql;
using Kolaybase.ControlPlane;
using Kolaybase.Tests.Architecture;
using Microsoft.Extensions.Configuration;

namespace Kolaybase.Tests.Sql;

public class SqlOptionsTests
{
    [Fact]
    public void What_is_not_set_has_its_default_and_what_is_set_counts()
    {
        Assert.Equal(new SqlOptions(), Read());
        Assert.Equal(new SqlOptions { StatementSeconds = 7 }, Read(("Kolaybase:Sql:StatementSeconds", "7")));
    }

    [Fact]
    public void Faults_are_told_together()
    {
        var fault = Assert.Throws<ConfigurationFaultsException>(() => Read(("Kolaybase:Sql:StatementSeconds", "0"), ("Kolaybase:Sql:MostRows", "-1")));
        Assert.Contains("Kolaybase:Sql:StatementSeconds, Kolaybase:Sql:MostRows", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("60", "45", 45)]
    [InlineData("60", "300", 45)]
    [InlineData("30", "45", 15)]
    [InlineData("5", "45", 1)]
    [InlineData("", "45", 45)]
    public void A_call_ends_before_its_request_does(string request, string call, int expected) =>
        Assert.Equal(expected, Read(("Kolaybase:RequestSeconds", request), ("Kolaybase:Sql:CallSeconds", call)).CallSeconds);

    [Fact]
    public void Every_setting_is_on_the_page()
    {
        var page = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "sql.md"));
        Assert.Equal([], typeof(SqlOptions).GetProperties().Where(p => p.SetMethod is not null && !page.Contains($"`{p.Name}`", StringComparison.Ordinal)).Select(p => p.Name));
    }

    private static SqlOptions Read(params (string Key, string Value)[] settings) =>
        SqlOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build());
}
