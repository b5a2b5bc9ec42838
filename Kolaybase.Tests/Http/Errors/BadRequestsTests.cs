using Kolaybase.Tests.Http.Support;
using Microsoft.AspNetCore.Builder;

namespace Kolaybase.Tests.Http.Errors;

public class BadRequestsTests
{
    [Theory]
    [InlineData("/find", "KB003", "The parameter \"page\" is missing.")]
    [InlineData("/find?page=abc", "KB003", "The parameter \"page\" must be a whole number.")]
    [InlineData("/find?page=", "KB003", "The parameter \"page\" must be a whole number.")]
    [InlineData("/find?page=1&page=2", "KB003", "The parameter \"page\" is given more than once; it takes one value.")]
    [InlineData("/find?page=99999999999", "KB003", "The parameter \"page\" must be a whole number.")]
    [InlineData("/find?page=1&team=7", "KB003", "The parameter \"team\" must be a UUID.")]
    [InlineData("/find?page=1&force=maybe", "KB003", "The parameter \"force\" must be true or false.")]
    public async Task A_parameter_that_can_not_be_bound_is_told_by_its_name(string url, string code, string message)
    {
        await using var api = await TestApi.StartAsync(app => app.MapGet("/find", (int page, Guid? team, bool? force) => $"{page} {team} {force}"));
        var error = await ErrorBody.ReadAsync(await api.Client.GetAsync(url, TestContext.Current.CancellationToken), 400, code);
        Assert.Equal(message, error.Message);
    }
}
