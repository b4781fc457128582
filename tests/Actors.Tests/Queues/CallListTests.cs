namespace ActorFfi.Actors.Tests.Queues;

/// <summary>The list against one that is right for certain.</summary>
public sealed class CallListTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Calls_come_and_leave_in_any_order_as_from_a_plain_list(int seed)
    {
        Random random = new(seed);
        CallList list = new();
        List<NativeCall> expected = [];
        for (int step = 0; step < 20_000; step++)
        {
            bool grows = (step / 2_000) % 2 == 0;
            switch (random.Next(grows ? 4 : 6))
            {
                case 0 or 1:
                    expected.Add(new NativeCall());
                    list.Add(expected[^1]);
                    break;
                case 2 when random.Next(4) == 0:
                    expected.Insert(0, new NativeCall());
                    list.AddFirst(expected[0]);
                    break;
                case 3 or 4 when expected.Count > 0:
                    int index = random.Next(expected.Count);
                    list.Remove(expected[index]);
                    Assert.Null(expected[index].List);
                    expected.RemoveAt(index);
                    break;
                case 5 when expected.Count > 0:
                    Assert.Same(expected[0], list.RemoveFirst());
                    expected.RemoveAt(0);
                    break;
            }

            Assert.Equal(expected.Count, list.Count);
            Assert.Same(expected.FirstOrDefault(), list.First);
        }

        Assert.Equal(expected, list.All);
    }

    [Fact]
    public void A_call_that_stays_does_not_make_it_grow_with_those_that_pass()
    {
        CallList list = new();
        NativeCall staying = new();
        list.Add(staying);
        NativeCall passing = new();
        for (int i = 0; i < 100_000; i++)
        {
            list.Add(passing);
            list.Remove(passing);
        }

        Assert.Equal([staying], list.All);
        Assert.True(passing.Place < 1_000, $"The last place was {passing.Place}.");
    }
}
