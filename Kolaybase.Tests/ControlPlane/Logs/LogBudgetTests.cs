using Kolaybase.ControlPlane.Logs;
using Microsoft.Extensions.Time.Testing;

namespace Kolaybase.Tests.ControlPlane.Logs;

public class LogBudgetTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Guid _flooded = Guid.CreateVersion7();
    private readonly Guid _other = Guid.CreateVersion7();

    [Fact]
    public void A_project_has_so_many_places_a_second_and_the_rest_is_counted()
    {
        var budget = new LogBudget(3, _time);
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => budget.Take(_flooded, LogShare.Answers)));
        Assert.True(budget.AnyOmitted);
        Assert.Equal((_flooded, 7), Assert.Single(budget.Drain()));
        Assert.False(budget.AnyOmitted);
        Assert.Empty(budget.Drain());
    }

    [Fact]
    public void A_flood_of_one_project_takes_no_place_of_another_and_hides_no_refusal()
    {
        var budget = new LogBudget(2, _time);
        Assert.Equal(2, Enumerable.Range(0, 100).Count(_ => budget.Take(_flooded, LogShare.Answers)));
        Assert.True(budget.Take(_other, LogShare.Answers));
        Assert.Equal(2, Enumerable.Range(0, 5).Count(_ => budget.Take(_flooded, LogShare.Refusals)));
    }

    [Fact]
    public void Neither_requests_nor_those_whom_nobody_knows_take_places_of_jobs()
    {
        var budget = new LogBudget(20, _time);
        Assert.Equal(LogBudget.Strangers, Enumerable.Range(0, 100).Count(_ => budget.Take(_flooded, LogShare.Strangers)));
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => budget.Take(_flooded, LogShare.Answers)));
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => budget.Take(_flooded, LogShare.Refusals)));
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => budget.Take(_flooded, LogShare.Jobs)));
        // No more than the setting allows anybody.
        var small = new LogBudget(2, _time);
        Assert.Equal(2, Enumerable.Range(0, 9).Count(_ => small.Take(_flooded, LogShare.Strangers)));
    }

    [Fact]
    public void The_next_second_has_places_again()
    {
        var budget = new LogBudget(1, _time);
        Assert.True(budget.Take(_flooded, LogShare.Answers));
        Assert.False(budget.Take(_flooded, LogShare.Answers));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(budget.Take(_flooded, LogShare.Answers));
    }

    [Fact]
    public void A_project_that_was_silent_for_a_minute_is_forgotten_and_one_that_was_not_is_kept()
    {
        var budget = new LogBudget(1, _time);
        budget.Take(_flooded, LogShare.Answers);
        budget.Take(_other, LogShare.Refusals);
        _time.Advance(TimeSpan.FromSeconds(61));
        budget.Take(_other, LogShare.Refusals);
        Assert.Empty(budget.Drain());
        Assert.Equal(1, budget.Projects);
    }

    [Fact]
    public void What_had_a_place_and_was_lost_all_the_same_is_counted_too()
    {
        var budget = new LogBudget(5, _time);
        budget.Take(_flooded, LogShare.Answers);
        budget.Omit(_flooded);
        Assert.Equal((_flooded, 1), Assert.Single(budget.Drain()));
    }

    [Fact]
    public async Task Many_at_once_take_exactly_the_places_there_are()
    {
        var budget = new LogBudget(1000, _time);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Count(_ => budget.Take(_flooded, LogShare.Answers)))));
        Assert.Equal(1000, taken.Sum());
        Assert.Equal(7000, Assert.Single(budget.Drain()).Count);
    }
}
