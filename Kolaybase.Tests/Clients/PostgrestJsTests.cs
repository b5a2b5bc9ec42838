namespace Kolaybase.Tests.Clients;

/// <summary>A program written with <c>@supabase/postgrest-js</c> works unchanged. What each check does is in <c>postgrest-js/checks.mjs</c>.</summary>
public class PostgrestJsTests
{
    public static TheoryData<string> Checks => [.. PostgrestJs.Names()];

    [Theory, MemberData(nameof(Checks))]
    public async Task The_real_client_gets_what_it_asks_for(string check)
    {
        var faults = await PostgrestJs.FaultsAsync();

        var fault = Assert.Contains(check, faults);
        Assert.True(fault is null, fault);
    }

    [Fact]
    public async Task Every_check_of_the_script_is_a_test()
    {
        var faults = await PostgrestJs.FaultsAsync();

        Assert.Equal(PostgrestJs.Names(), faults.Keys);
    }
}
