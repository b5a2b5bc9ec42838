using Kolaybase.ControlPlane.Identity;
using Kolaybase.ControlPlane.Registry;
using Microsoft.EntityFrameworkCore;

namespace Kolaybase.Tests.ControlPlane.Identity;

public sealed class PendingSignUpsTests : IAsyncLifetime
{
    private const string Realm = "project:test";
    private TestIdentity _identity = null!;

    public async ValueTask InitializeAsync() => _identity = await TestIdentity.CreateAsync();

    public ValueTask DisposeAsync() => _identity.DisposeAsync();

    [Fact]
    public async Task A_password_counts_where_every_sign_up_named_it()
    {
        Assert.False(await CountsAsync("correct horse"));
        await NoteAsync("correct horse");
        await NoteAsync("correct horse", "ADA@example.com");
        Assert.True(await CountsAsync("correct horse"));
        Assert.False(await CountsAsync("wrong horse"));
        Assert.False(await CountsAsync("correct horse", "grace@example.com"));
    }

    [Fact]
    public async Task Where_two_were_named_none_counts_however_often_it_is_named_again()
    {
        await NoteAsync("correct horse");
        await NoteAsync("wrong horse");
        await NoteAsync("correct horse");
        await NoteAsync("correct horse");
        Assert.False(await CountsAsync("correct horse"));
        Assert.False(await CountsAsync("wrong horse"));
    }

    [Fact]
    public async Task Of_sign_ups_at_once_that_name_several_none_counts()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => NoteAsync($"horse number {i % 2}")));
        Assert.False(await CountsAsync("horse number 0"));
        Assert.False(await CountsAsync("horse number 1"));
    }

    [Fact]
    public async Task Many_at_once_that_name_one_password_are_one()
    {
        for (var round = 0; round < 20; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => NoteAsync("correct horse")));
        }

        Assert.True(await CountsAsync("correct horse"));
    }

    [Fact]
    public async Task It_is_forgotten_an_hour_after_the_mailed_code_is_over()
    {
        await NoteAsync("wrong horse");
        _identity.Clock.Advance(TimeSpan.FromHours(24.9));
        await NoteAsync("correct horse");
        Assert.False(await CountsAsync("correct horse"));
        _identity.Clock.Advance(TimeSpan.FromHours(25));
        Assert.False(await CountsAsync("wrong horse"));
        await NoteAsync("correct horse");
        Assert.True(await CountsAsync("correct horse"));
        _identity.Clock.Advance(TimeSpan.FromHours(25));
        Assert.False(await CountsAsync("correct horse"));
    }

    [Fact]
    public async Task No_call_spends_it_and_it_shows_no_password()
    {
        await NoteAsync("123456");
        Assert.Null((await _identity.WithAsync((OneTimeCodes c) => c.SpendAsync(new CodeGuess(Realm, "sign-up", "123456", null, null), TestIdentity.Cancel))).UserId);
        var row = await _identity.WithAsync((RegistryContext db) => db.OneTimeCodes.SingleAsync(TestIdentity.Cancel));
        Assert.Null(row.Payload);
        Assert.DoesNotContain("123456", row.Hash, StringComparison.Ordinal);
    }

    private Task<bool> NoteAsync(string password, string email = "ada@example.com") => _identity.WithAsync(async (PendingSignUps s) =>
    {
        await s.NoteAsync(Realm, TestIdentity.Address(email), password, TimeSpan.FromHours(24), TestIdentity.Cancel);
        return true;
    });

    private Task<bool> CountsAsync(string password, string email = "ada@example.com") =>
        _identity.WithAsync((PendingSignUps s) => s.AllNamedAsync(Realm, TestIdentity.Address(email), password, TestIdentity.Cancel));
}
